// The proxy on virtual flows: forks, best answers, races, silence, loops, routes (RFC 3261 16, RFC 6026, RFC
// 4320).
#include "core_harness.hpp"

namespace cxload::standin {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Proxy : public CoreHarness {
 protected:
  Proxy() { bind(bob, "bob"); }
  const Flow alice = connection(1);
  const Flow bob = connection(2);
  const Flow bob_too = connection(3, net::Scheme::tcp);
};

TEST_F(Proxy, relays_ringing_and_answer_without_repeating_them) {
  receive(alice, write({}));
  EXPECT_EQ(take(alice).status(), 100);
  const sip::Message invite = take(bob);
  receive(bob, answer(invite, 180));
  EXPECT_EQ(take(alice).status(), 180);
  receive(bob, answer(invite, 200));
  EXPECT_EQ(take(alice).status(), 200);
  pass(seconds(10));
  EXPECT_EQ(waiting(alice), 0U);  // a proxy never repeats a 2xx
  receive(bob, answer(invite, 200));
  EXPECT_EQ(take(alice).status(), 200);  // but passes on each repeat of the callee
}

TEST_F(Proxy, absorbs_a_repeated_invite) {
  receive(alice, write({}));
  receive(alice, write({}));
  EXPECT_EQ(waiting(bob), 1U);
  EXPECT_EQ(waiting(alice), 2U);  // 100, and 100 again
}

TEST_F(Proxy, a_second_2xx_reaches_the_caller) {
  bind(bob_too, "bob");
  receive(alice, write({}));
  const sip::Message first = take(bob);
  const sip::Message second = take(bob_too);
  receive(bob, answer(first, 180));
  receive(bob_too, answer(second, 180, "u"));
  receive(bob, answer(first, 200));
  EXPECT_EQ(take(bob_too).method(), "CANCEL");
  receive(bob_too, answer(second, 200, "u"));  // crossed with the CANCEL
  std::vector<int> statuses;
  while (waiting(alice) > 0) statuses.push_back(take(alice).status());
  EXPECT_EQ(statuses, (std::vector{100, 180, 180, 200, 200}));
}

TEST_F(Proxy, cancel_waits_for_a_provisional_response) {
  receive(alice, write({}));
  const sip::Message invite = take(bob);
  Ask cancel;
  cancel.method = "CANCEL";
  receive(alice, write(cancel));
  EXPECT_EQ(waiting(bob), 0U);
  receive(bob, answer(invite, 180));
  EXPECT_EQ(take(bob).method(), "CANCEL");
  receive(bob, answer(invite, 487));
  EXPECT_EQ(take(bob).method(), "ACK");
  std::vector<std::pair<int, std::string>> heard;
  while (waiting(alice) > 0) {
    const sip::Message message = take(alice);
    heard.emplace_back(message.status(), std::string(*message.find(sip::HeaderId::cseq)));
  }
  EXPECT_EQ(heard, (std::vector<std::pair<int, std::string>>{
                       {100, "1 INVITE"}, {200, "1 CANCEL"}, {180, "1 INVITE"}, {487, "1 INVITE"}}));
}

TEST_F(Proxy, cancel_behind_the_answer_changes_nothing) {
  receive(alice, write({}));
  receive(bob, answer(take(bob), 200));
  Ask cancel;
  cancel.method = "CANCEL";
  receive(alice, write(cancel));
  EXPECT_EQ(waiting(bob), 0U);
  cancel.branch = "other";
  take(alice), take(alice), take(alice);
  receive(alice, write(cancel));
  EXPECT_EQ(take(alice).status(), 481);
}

TEST_F(Proxy, the_best_refusal_wins) {
  struct Case {
    int first, second, best;
  };
  for (const Case& one :
       {Case{486, 404, 486}, Case{404, 503, 404}, Case{486, 603, 603}, Case{503, 503, 500}}) {
    bind(bob_too, "bob");
    const std::string id = fmt::format("{}-{}", one.first, one.second);
    Ask ask;
    ask.branch = ask.call_id = id;
    receive(alice, write(ask));
    receive(bob, answer(take(bob), one.first));
    receive(bob_too, answer(take(bob_too), one.second));
    EXPECT_EQ(take(alice).status(), 100);
    EXPECT_EQ(take(alice).status(), one.best) << id;
    EXPECT_EQ(take(bob).method(), "ACK");
    EXPECT_EQ(take(bob_too).method(), "ACK");
  }
}

TEST_F(Proxy, challenges_of_all_branches_are_kept) {
  bind(bob_too, "bob");
  receive(alice, write({}));
  receive(bob, answer(take(bob), 401, "t", "Digest realm=\"one\", nonce=\"n\""));
  receive(bob_too, answer(take(bob_too), 401, "t", "Digest realm=\"two\", nonce=\"n\""));
  take(alice);
  const sip::Message response = take(alice);
  EXPECT_EQ(response.status(), 401);
  EXPECT_EQ(response.count(sip::HeaderId::www_authenticate), 2U);
}

TEST_F(Proxy, a_decline_ends_the_other_branches) {
  bind(bob_too, "bob");
  receive(alice, write({}));
  const sip::Message other = take(bob_too);
  receive(bob_too, answer(other, 180));
  receive(bob, answer(take(bob), 603));
  EXPECT_EQ(take(bob_too).method(), "CANCEL");
}

TEST_F(Proxy, a_silent_callee_over_udp_is_asked_again_then_given_up) {
  const Flow callee = udp(40'000);
  bind(callee, "carol");
  Ask ask;
  ask.uri = "sip:carol@example.test";
  receive(alice, write(ask));
  EXPECT_EQ(take(alice).status(), 100);
  std::vector<long> at;
  std::size_t seen = 0;
  for (int i = 0; i <= 340; ++i) {
    if (waiting(callee) > seen) at.push_back(i * 100);
    seen = waiting(callee);
    pass(milliseconds(100));
  }
  EXPECT_EQ(at, (std::vector<long>{0, 500, 1500, 3500, 7500, 15'500, 31'500}));  // Timer A
  EXPECT_EQ(take(alice).status(), 408);                                          // Timer B
}

TEST_F(Proxy, silence_to_a_message_stays_silence) {
  Ask ask;
  ask.method = "MESSAGE";
  receive(alice, write(ask));
  pass(seconds(40));
  EXPECT_EQ(waiting(alice), 0U);
  EXPECT_EQ(core.load().servers, 0U);
  EXPECT_EQ(core.load().clients, 0U);
}

TEST_F(Proxy, endless_ringing_ends_after_three_minutes) {
  receive(alice, write({}));
  const sip::Message invite = take(bob);
  receive(bob, answer(invite, 180));
  pass(seconds(179));
  EXPECT_EQ(waiting(bob), 0U);
  receive(bob, answer(invite, 180));  // refreshes Timer C
  pass(seconds(179));
  EXPECT_EQ(waiting(bob), 0U);
  pass(seconds(5));
  EXPECT_EQ(take(bob).method(), "CANCEL");
}

TEST_F(Proxy, a_connection_that_closes_answers_for_its_phone) {
  receive(alice, write({}));
  take(alice);
  wire.closed.insert(bob.connection);
  core.on_flow_closed(bob, now);
  EXPECT_EQ(take(alice).status(), 480);
  Ask again;
  again.branch = "2";
  again.call_id = "again";
  receive(alice, write(again));
  EXPECT_EQ(take(alice).status(), 480);  // the binding is gone too
}

TEST_F(Proxy, requests_inside_the_call_follow_the_routes) {
  receive(alice, write({}));
  const sip::Message invite = take(bob);
  const auto routes = invite.values(sip::HeaderId::record_route);
  ASSERT_EQ(routes.size(), 2U);
  receive(bob, answer(invite, 200));
  Ask bye;
  bye.method = "BYE";
  bye.uri = "sip:callee@b.invalid;transport=ws";
  bye.to_tag = "t";
  bye.branch = "2";
  bye.cseq = 2;
  bye.extra = fmt::format("Route: {}\r\nRoute: {}\r\n", routes[1], routes[0]);
  receive(alice, write(bye));
  const sip::Message relayed = take(bob);
  EXPECT_EQ(relayed.method(), "BYE");
  EXPECT_EQ(relayed.count(sip::HeaderId::route), 0U);
  EXPECT_EQ(relayed.request_uri(), bye.uri);
  // Without routes nobody knows the call; with a forged one neither.
  bye.extra.clear();
  bye.branch = "3";
  wire.queue(alice).clear();
  receive(alice, write(bye));
  EXPECT_EQ(take(alice).status(), 481);
  bye.extra = "Route: <sip:w2-00000000000000000000@127.0.0.1:8443;transport=ws;lr>\r\n";
  bye.branch = "4";
  receive(alice, write(bye));
  EXPECT_EQ(take(alice).status(), 481);
  EXPECT_EQ(waiting(bob), 0U);
}

TEST_F(Proxy, repairs_what_a_strict_router_did) {
  receive(alice, write({}));
  const sip::Message invite = take(bob);
  const auto routes = invite.values(sip::HeaderId::record_route);
  receive(bob, answer(invite, 200));
  Ask bye;
  bye.method = "BYE";
  bye.to_tag = "t";
  bye.branch = "2";
  bye.cseq = 2;
  bye.uri = std::string(routes[1].substr(1, routes[1].size() - 2));
  bye.extra = fmt::format("Route: {}\r\nRoute: <sip:callee@b.invalid;transport=ws>\r\n", routes[0]);
  receive(alice, write(bye));
  const sip::Message relayed = take(bob);
  EXPECT_EQ(relayed.request_uri(), "sip:callee@b.invalid;transport=ws");
  EXPECT_EQ(relayed.count(sip::HeaderId::route), 0U);
}

TEST_F(Proxy, foreign_routes_and_domains_lead_nowhere) {
  Ask ask;
  ask.extra = "Route: <sip:203.0.113.9;lr>\r\n";
  receive(alice, write(ask));
  EXPECT_EQ(take(bob).count(sip::HeaderId::route), 0U);
  ask.uri = "sip:x@foreign.example";
  ask.branch = "2";
  wire.queue(alice).clear();
  receive(alice, write(ask));
  EXPECT_EQ(take(alice).status(), 404);
}

TEST_F(Proxy, a_contact_can_be_called_back) {
  Ask ask;
  ask.uri = "sip:bob@2.invalid;transport=ws";
  receive(alice, write(ask));
  EXPECT_EQ(take(bob).request_uri(), ask.uri);
}

TEST_F(Proxy, hops_loops_and_extensions) {
  const auto status_of = [&](const Ask& ask) {
    wire.queue(alice).clear();
    receive(alice, write(ask));
    return take(alice).status();
  };
  Ask ask;
  ask.method = "MESSAGE";
  std::string text = write(ask);
  text.replace(text.find("Max-Forwards: 70"), 16, "Max-Forwards: 0");
  receive(alice, text);
  EXPECT_EQ(take(alice).status(), 483);
  ask.branch = "2";
  ask.extra = "Proxy-Require: nosuchext\r\n";
  EXPECT_EQ(status_of(ask), 420);
  // A user bound to the domain itself.
  Ask registration;
  registration.method = "REGISTER";
  registration.uri = "sip:example.test";
  registration.from = "carol";
  registration.contact = "<sip:carol@example.test>";
  registration.branch = registration.call_id = "loop";
  EXPECT_EQ(status_of(registration), 200);
  ask.extra.clear();
  ask.uri = "sip:carol@example.test";
  ask.branch = "3";
  EXPECT_EQ(status_of(ask), 482);
  // The same request, sent back to us by the callee with our Via in it.
  ask = {};
  ask.branch = "4";
  receive(alice, write(ask));
  sip::Message looped = take(bob);
  looped.set_request_uri("sip:bob@example.test");
  looped.prepend(sip::HeaderId::via, "SIP/2.0/WSS b.invalid;branch=z9hG4bKloop");
  receive(bob, looped.write());
  EXPECT_EQ(take(bob).status(), 482);
}

TEST_F(Proxy, a_udp_phone_on_the_number_of_a_tcp_door_is_no_loop) {
  const std::uint16_t number = wire.doors().at(net::Scheme::wss).port;
  const Flow phone{net::Scheme::udp, ConnectionId::none, {net::Address::loopback(), number}};
  Ask registration;
  registration.method = "REGISTER";
  registration.uri = "sip:example.test";
  registration.from = "carol";
  registration.contact = "<sip:carol@127.0.0.1:" + std::to_string(number) + ">";
  receive(phone, write(registration));
  EXPECT_EQ(take(phone).status(), 200);
  Ask ask;
  ask.uri = "sip:carol@example.test";
  ask.branch = "2";
  receive(alice, write(ask));
  EXPECT_EQ(take(phone).method(), "INVITE");
}

TEST_F(Proxy, a_contact_at_a_door_of_its_own_kind_is_a_loop) {
  Ask registration;
  registration.method = "REGISTER";
  registration.uri = "sip:example.test";
  registration.from = "carol";
  registration.contact =
      "<sip:carol@127.0.0.1:" + std::to_string(wire.doors().at(net::Scheme::wss).port) + ";transport=ws>";
  receive(alice, write(registration));
  EXPECT_EQ(take(alice).status(), 200);
  Ask ask;
  ask.uri = "sip:carol@example.test";
  ask.branch = "2";
  receive(alice, write(ask));
  EXPECT_EQ(take(alice).status(), 482);
}

TEST_F(Proxy, sips_is_not_delivered_in_the_clear) {
  const Flow plain = connection(7, net::Scheme::ws);
  bind(plain, "carol");
  Ask ask;
  ask.uri = "sips:carol@example.test";
  receive(alice, write(ask));
  EXPECT_EQ(take(alice).status(), 480);
  EXPECT_EQ(waiting(plain), 0U);
  ask.uri = "sips:bob@example.test";  // bound over wss
  ask.branch = "2";
  receive(alice, write(ask));
  EXPECT_EQ(take(bob).method(), "INVITE");
}

TEST_F(Proxy, nothing_is_left_after_abandoned_calls) {
  for (int i = 0; i < 1000; ++i) {
    Ask ask;
    ask.branch = ask.call_id = std::to_string(i);
    receive(alice, write(ask));
  }
  pass(std::chrono::minutes(5));
  EXPECT_EQ(core.load().servers, 0U);
  EXPECT_EQ(core.load().clients, 0U);
}

TEST_F(Proxy, answers_of_strangers_are_dropped) {
  receive(alice, write({}));
  const sip::Message invite = take(bob);
  take(alice);
  receive(connection(9), answer(invite, 200));  // right branch, wrong connection
  sip::Message stray = sip::Message::make_response_to(invite, 200);
  stray.set(sip::HeaderId::via, "SIP/2.0/WSS 127.0.0.1:8443;branch=z9hG4bKnever");
  receive(bob, stray.write());
  EXPECT_EQ(waiting(alice), 0U);
}

}  // namespace
}  // namespace cxload::standin
