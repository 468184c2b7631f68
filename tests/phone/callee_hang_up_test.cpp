// A called phone that hangs up before the ACK to its 200 has come (RFC 3261 15, 13.3.1.4).
#include <gmock/gmock.h>

#include "../../src/phone/incoming_call.hpp"
#include "phone/site.hpp"
#include "phone/udp_peer.hpp"

namespace cxload::phone {
namespace {

using testing::ElementsAre;

/// A group of phones whose deployment is the peer.
void lead_to(const UdpPeer& peer, Group& group) {
  group.domain = "peer.test";
  group.door.host = peer.local().address.to_string();
  group.door.port = peer.local().port;
  group.answer.emplace();
  group.answer->no_180 = true;
}

net::Awaitable<void> wait_for_call(Phone& phone, UdpPeer& peer, net::Signal& call_over) {
  const RegisterOptions options;
  const Outcome<FinalResponse> registered = co_await phone.register_binding(options);
  EXPECT_TRUE(registered);
  peer.call();
  co_await call_over.wait();
}

TEST(CalleeHangUp, WaitsForTheAckOfItsAnswer) {
  Site site;
  UdpPeer peer(site.shard);
  Group& group = site.make_group(net::Scheme::udp, "plain");
  lead_to(peer, group);
  const auto phone = site.make_phone(group, "1000");
  net::Signal call_over(site.shard);
  peer.on_heard = [&](std::string_view what) {
    if (what == "200 INVITE") {
      phone->hang_up_all();
      peer.ask_options();  // its answer is sent after whatever the hang-up sent at once
    } else if (what == "200 OPTIONS") {
      peer.acknowledge();
    } else if (what == "BYE") {
      call_over.notify();
    }
  };
  site.run([&] { return wait_for_call(*phone, peer, call_over); });
  EXPECT_THAT(peer.heard, ElementsAre("REGISTER", "200 INVITE", "200 OPTIONS", "BYE"));
}

/// Holds one call that came in, without the rest of a phone.
class Callee final : public UserAgentOwner {
 public:
  Callee(Site& site, const Group& group)
      : group_(group), agent(site.shard, group, account_, site.services, *this) {}

 private:
  void on_user_agent_request(sip::TransactionId id, const sip::Message& request, TimePoint now) override {
    call.emplace(agent, &*group_.answer, id, request, now, nullptr);
  }
  void on_user_agent_ack(const sip::Message&, TimePoint) override {}
  void on_user_agent_ack_missing(sip::TransactionId, TimePoint) override {}
  void on_user_agent_link_lost(const Failure&, TimePoint) override {}
  bool on_user_agent_refer(DialRequest, std::function<void(const CallResult&)>) override { return false; }

  const Group& group_;
  const Account account_;

 public:
  UserAgent agent;
  std::optional<IncomingCall> call;
};

net::Awaitable<void> answer_call(Callee& callee, UdpPeer& peer, net::Signal& bye_came) {
  const Outcome<> connected = co_await callee.agent.connect();
  EXPECT_TRUE(connected);
  peer.set_contact(callee.agent.factory().contact(callee.agent.local()), callee.agent.local());
  peer.call();
  co_await bye_came.wait();
}

/// The parameter: whether this side hung up while it waited.
class WithoutAck : public testing::TestWithParam<bool> {};

TEST_P(WithoutAck, ACallEndsInAByeAllTheSame) {
  Site site;
  UdpPeer peer(site.shard);
  Group& group = site.make_group(net::Scheme::udp, "plain");
  lead_to(peer, group);
  Callee callee(site, group);
  net::Signal bye_came(site.shard);
  peer.on_heard = [&](std::string_view what) {
    if (what == "BYE") bye_came.notify();
    if (what != "200 INVITE" || !callee.call) return;
    if (GetParam()) callee.call->start_hang_up();
    EXPECT_FALSE(callee.call->is_over());
    callee.call->on_ack_missing(Clock::now());
  };
  site.run([&] { return answer_call(callee, peer, bye_came); });
  EXPECT_THAT(peer.heard, ElementsAre("200 INVITE", "BYE"));
  ASSERT_TRUE(callee.call && callee.call->session() != nullptr);
  EXPECT_TRUE(callee.call->is_over());
  EXPECT_EQ(callee.call->session()->broken().value_or(Failure{}).kind, "sip.ack_timeout");
}

INSTANTIATE_TEST_SUITE_P(HungUp, WithoutAck, testing::Bool());

}  // namespace
}  // namespace cxload::phone
