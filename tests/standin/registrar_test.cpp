// The registrar on virtual flows (RFC 3261 10.3).
#include "core_harness.hpp"

namespace cxload::standin {
namespace {

using std::chrono::seconds;

class Registrations : public CoreHarness {
 protected:
  /// The answer to a REGISTER of alice; CSeq counts up.
  sip::Message reg(const std::string& contact, const std::string& extra = {},
                   const std::string& call_id = "reg") {
    Ask ask;
    ask.method = "REGISTER";
    ask.uri = uri;
    ask.from = user;
    ask.call_id = call_id;
    ask.cseq = ++cseq;
    ask.branch = std::to_string(++branches);
    ask.contact = contact.empty() ? "x" : contact;
    ask.extra = extra;
    std::string text = write(ask);
    if (contact.empty()) text.erase(text.find("Contact: x\r\n"), 12);
    receive(phone, text);
    return take(phone);
  }
  static std::vector<std::string> contacts(const sip::Message& message) {
    std::vector<std::string> all;
    for (const std::string_view value : message.values(sip::HeaderId::contact)) all.emplace_back(value);
    return all;
  }
  using List = std::vector<std::string>;

  const Flow phone = connection(1);
  std::string uri = "sip:example.test", user = "alice";
  int cseq = 0, branches = 0;
};

TEST_F(Registrations, times_are_bounded_and_the_parameter_wins) {
  EXPECT_EQ(contacts(reg("<sip:a@x.invalid>;expires=100", "Expires: 3000\r\n")),
            List{"<sip:a@x.invalid>;expires=100"});
  EXPECT_EQ(contacts(reg("<sip:a@x.invalid>", "Expires: 99999\r\n")), List{"<sip:a@x.invalid>;expires=3600"});
  EXPECT_EQ(contacts(reg("<sip:a@x.invalid>", "Expires: 4294967296\r\n")),
            List{"<sip:a@x.invalid>;expires=3600"});
  const sip::Message brief = reg("<sip:a@x.invalid>;expires=5");
  EXPECT_EQ(brief.status(), 423);
  EXPECT_EQ(brief.find(sip::HeaderId::min_expires), "60");
}

TEST_F(Registrations, what_happens_is_told) {
  reg("<sip:a@x.invalid>");
  reg("<sip:a@x.invalid>;expires=0");
  user = "nobody";
  reg("<sip:a@x.invalid>");
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].kind, Event::Kind::registered);
  EXPECT_EQ(events[1].kind, Event::Kind::unregistered);
  EXPECT_EQ(events[1].user, "alice");
  EXPECT_EQ(events[2].kind, Event::Kind::challenged);
  EXPECT_EQ(events[2].detail, "401");
}

TEST_F(Registrations, fetching_changes_nothing_and_refreshing_keeps_one) {
  reg("<sip:a@X.invalid>;expires=600");
  pass(seconds(100));
  EXPECT_EQ(contacts(reg("")), List{"<sip:a@X.invalid>;expires=500"});
  EXPECT_EQ(contacts(reg("<sip:a@x.INVALID>;expires=600")), List{"<sip:a@x.INVALID>;expires=600"});
}

TEST_F(Registrations, a_binding_runs_out) {
  reg("<sip:a@x.invalid>;expires=60");
  pass(seconds(59));
  EXPECT_EQ(contacts(reg("")).size(), 1U);
  pass(seconds(2));
  EXPECT_EQ(contacts(reg("")).size(), 0U);
  EXPECT_EQ(core.load().bindings, 0U);
}

TEST_F(Registrations, the_star_removes_all_but_only_alone_and_with_zero) {
  reg("<sip:a@x.invalid>, <sip:b@x.invalid>");
  EXPECT_EQ(reg("*", "Expires: 60\r\n").status(), 400);
  EXPECT_EQ(reg("*, <sip:c@x.invalid>", "Expires: 0\r\n").status(), 400);
  EXPECT_EQ(contacts(reg("")).size(), 2U);
  const sip::Message gone = reg("*", "Expires: 0\r\n");
  EXPECT_EQ(gone.status(), 200);
  EXPECT_TRUE(contacts(gone).empty());
}

TEST_F(Registrations, old_requests_lose_unless_the_call_id_is_new) {
  reg("<sip:a@x.invalid>;expires=600");
  cseq = 0;
  const sip::Message old = reg("<sip:a@x.invalid>;expires=0");
  EXPECT_GE(old.status(), 400);
  EXPECT_LT(old.status(), 600);
  EXPECT_EQ(contacts(reg("")).size(), 1U);
  cseq = 0;
  EXPECT_EQ(contacts(reg("<sip:a@x.invalid>;expires=900", {}, "another")),
            List{"<sip:a@x.invalid>;expires=900"});
}

TEST_F(Registrations, all_contacts_or_none) {
  EXPECT_EQ(reg("<sip:a@x.invalid>, <sip:b@x.invalid>;q=1.5").status(), 400);
  EXPECT_TRUE(contacts(reg("")).empty());
  std::string many = "<sip:0@x.invalid>";
  for (int i = 1; i <= 10; ++i) many += fmt::format(", <sip:{}@x.invalid>", i);
  EXPECT_EQ(reg(many).status(), 403);
  EXPECT_TRUE(contacts(reg("")).empty());
}

TEST_F(Registrations, parameters_stay_where_they_were) {
  const auto list = contacts(reg("\"Al\" <sip:a@x.invalid;inside=1?Route=%3Csip:p%3E>;outside=2;expires=70"));
  EXPECT_EQ(list, List{"\"Al\" <sip:a@x.invalid;inside=1?Route=%3Csip:p%3E>;outside=2;expires=70"});
}

TEST_F(Registrations, strangers_domains_extensions_and_third_parties) {
  user = "mallory";
  EXPECT_EQ(reg("<sip:a@x.invalid>").status(), 401);
  user = "alice";
  uri = "sip:other.example";
  EXPECT_EQ(reg("<sip:a@x.invalid>").status(), 404);
  uri = "sip:example.test";
  const sip::Message refused = reg("<sip:a@x.invalid>", "Require: nosuchext\r\n");
  EXPECT_EQ(refused.status(), 420);
  EXPECT_EQ(refused.find(sip::HeaderId::unsupported), "nosuchext");
  user = "secured";
  EXPECT_EQ(reg("<sip:a@x.invalid>").status(), 401);
  EXPECT_EQ(core.load().bindings, 0U);
}

TEST_F(Registrations, a_repeated_request_gets_the_same_answer_and_nothing_happens_twice) {
  Ask ask;
  ask.method = "REGISTER";
  ask.uri = uri;
  ask.branch = "same";
  receive(phone, write(ask));
  receive(phone, write(ask));
  take(phone);
  const std::string first = last_text;
  take(phone);
  EXPECT_EQ(last_text, first);
}

TEST_F(Registrations, contacts_that_are_no_sip_are_listed_and_not_called) {
  EXPECT_EQ(contacts(reg("<mailto:alice@example.test>")).size(), 1U);
  Ask ask;
  ask.uri = "sip:alice@example.test";
  ask.from = "bob";
  ask.branch = "call";
  receive(phone, write(ask));
  EXPECT_EQ(take(phone).status(), 480);
}

TEST_F(Registrations, the_same_instance_and_flow_number_replace_each_other) {
  const std::string instance = ";+sip.instance=\"<urn:uuid:1>\"";
  reg("<sip:a@x.invalid>;reg-id=1" + instance, "Supported: outbound\r\n");
  const sip::Message again =
      reg("<sip:b@y.invalid>;reg-id=1" + instance, "Supported: outbound, gruu\r\n", "other");
  ASSERT_EQ(contacts(again).size(), 1U);
  EXPECT_EQ(again.find(sip::HeaderId::require), "outbound");
  const std::string contact = contacts(again).front();
  EXPECT_TRUE(contact.starts_with("<sip:b@y.invalid>")) << contact;
  EXPECT_NE(contact.find("pub-gruu=\"sip:alice@example.test;gr=urn:uuid:1\""), contact.npos) << contact;
  // Another flow number, and an instance without one: bindings of their own. Who cannot outbound is not told.
  EXPECT_EQ(contacts(reg("<sip:c@z.invalid>;reg-id=2" + instance)).size(), 2U);
  const sip::Message plain = reg("<sip:d@z.invalid>" + instance);
  EXPECT_EQ(contacts(plain).size(), 3U);
  EXPECT_FALSE(plain.find(sip::HeaderId::require));
}

TEST_F(Registrations, a_path_is_told_and_taken) {
  const sip::Message reply =
      reg("<sip:a@x.invalid>", "Supported: path\r\nPath: <sip:p1.test;lr>, <sip:p2.test;lr>\r\n");
  EXPECT_EQ(reply.values(sip::HeaderId::path).size(), 2U);
  Ask ask;
  ask.uri = "sip:alice@example.test";
  ask.from = "bob";
  ask.branch = "call";
  receive(connection(2), write(ask));
  const sip::Message invite = take(phone);
  EXPECT_EQ(invite.method(), "INVITE");
  const auto routes = invite.values(sip::HeaderId::route);
  ASSERT_EQ(routes.size(), 2U);
  EXPECT_EQ(routes[0], "<sip:p1.test;lr>");
}

TEST_F(Registrations, a_gruu_means_one_instance) {
  reg("<sip:a@x.invalid>;reg-id=1;+sip.instance=\"<urn:uuid:1>\"");
  reg("<sip:b@y.invalid>;reg-id=1;+sip.instance=\"<urn:uuid:2>\"", {}, "other");
  Ask ask;
  ask.uri = "sip:alice@example.test;gr=urn:uuid:2";
  ask.from = "bob";
  ask.branch = "call";
  receive(connection(2), write(ask));
  EXPECT_EQ(take(phone).request_uri(), "sip:b@y.invalid");
  EXPECT_EQ(waiting(phone), 0U);
  ask.uri = "sip:alice@example.test;gr=urn:uuid:3";
  ask.branch = "call2";
  ask.call_id = "call2";
  receive(connection(2), write(ask));
  take(connection(2));
  EXPECT_EQ(take(connection(2)).status(), 480);
}

}  // namespace
}  // namespace cxload::standin
