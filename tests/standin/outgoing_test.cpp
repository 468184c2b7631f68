// Calls of the stand-in's own: rung, answered, refused, given up, ended by either side; and where others may
// call.
#include "core_harness.hpp"

namespace cxload::standin {
namespace {

using std::chrono::seconds;

class Outgoing : public CoreHarness {
 protected:
  Outgoing() { bind(phone, "bob"); }

  /// The INVITE that bob's phone gets.
  sip::Message call(CallOrder order = {}) {
    order.user = "bob";
    order.caller = "160";
    EXPECT_NE(core.own_calls().start(order, now), 0U);
    return take(phone);
  }
  std::string accept(const sip::Message& invite) {
    auto response = sip::parse_message(answer(invite, 200));
    response->set_body("application/sdp",
                       "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                       "m=audio 4000 RTP/AVP 0\r\n");
    return response->write();
  }
  CallReport report() { return core.own_calls().reports().back(); }
  std::string bye(const sip::Message& invite) {
    Ask ask;
    ask.method = "BYE";
    ask.uri = "sip:160@127.0.0.1:5060";
    ask.from = "bob";
    ask.call_id = std::string(*invite.find(sip::HeaderId::call_id));
    ask.to_tag = std::string(*sip::tag_of(*invite.find(sip::HeaderId::from)));
    std::string text = write(ask);
    text.replace(text.find("tag=f"), 5, "tag=t");
    return text;
  }

  Flow phone = udp(6000);
};

TEST_F(Outgoing, a_call_is_rung_answered_and_ended) {
  const sip::Message invite = call();
  EXPECT_EQ(invite.method(), "INVITE");
  EXPECT_TRUE(invite.find(sip::HeaderId::from)->starts_with("<sip:160@example.test>"));
  EXPECT_NE(invite.body().find("RTP/AVP"), std::string::npos);
  EXPECT_FALSE(invite.find("Alert-Info"));
  receive(phone, answer(invite, 180));
  EXPECT_EQ(report().state, CallReport::State::ringing);
  pass(seconds(2));
  receive(phone, accept(invite));
  EXPECT_EQ(take(phone).method(), "ACK");
  EXPECT_EQ(report().state, CallReport::State::answered);
  EXPECT_EQ(report().rang, seconds(2));
  receive(phone, accept(invite));  // the ACK was lost
  EXPECT_EQ(take(phone).method(), "ACK");
  pass(seconds(5));
  const sip::Message end = take(phone);
  EXPECT_EQ(end.method(), "BYE");
  EXPECT_EQ(end.request_uri(), "sip:callee@b.invalid;transport=ws");
  receive(phone, answer(end, 200));
  EXPECT_EQ(report().state, CallReport::State::ended);
  EXPECT_EQ(report().talked, seconds(5));
  EXPECT_EQ(report().status, 200);
  EXPECT_FALSE(report().is_ended_by_phone);
}

TEST_F(Outgoing, the_phone_may_hang_up_first) {
  const sip::Message invite = call();
  receive(phone, accept(invite));
  (void)take(phone);
  pass(seconds(1));
  receive(phone, bye(invite));
  EXPECT_EQ(take(phone).status(), 200);
  EXPECT_TRUE(report().is_ended_by_phone);
  EXPECT_EQ(report().talked, seconds(1));
  pass(seconds(60));
  EXPECT_EQ(waiting(phone), 0U);
}

TEST_F(Outgoing, a_refusal_is_reported) {
  const sip::Message invite = call();
  receive(phone, answer(invite, 486));
  EXPECT_EQ(take(phone).method(), "ACK");
  EXPECT_EQ(report().status, 486);
  EXPECT_EQ(report().state, CallReport::State::ended);
}

TEST_F(Outgoing, nobody_is_rung_for_longer_than_was_ordered) {
  CallOrder order;
  order.patience = seconds(3);
  const sip::Message invite = call(order);
  receive(phone, answer(invite, 180));
  pass(seconds(3));
  const sip::Message cancel = take(phone);
  EXPECT_EQ(cancel.method(), "CANCEL");
  receive(phone, answer(cancel, 200));
  receive(phone, answer(invite, 487));
  EXPECT_EQ(report().status, 487);
}

TEST_F(Outgoing, an_answer_that_crosses_the_cancel_is_hung_up) {
  CallOrder order;
  order.patience = seconds(3);
  const sip::Message invite = call(order);
  receive(phone, answer(invite, 180));
  pass(seconds(3));
  (void)take(phone);
  receive(phone, accept(invite));
  EXPECT_EQ(take(phone).method(), "ACK");
  EXPECT_EQ(take(phone).method(), "BYE");
  EXPECT_EQ(report().state, CallReport::State::ended);
}

TEST_F(Outgoing, who_is_told_to_hang_up_does) {
  const sip::Message invite = call();
  receive(phone, accept(invite));
  (void)take(phone);
  EXPECT_TRUE(core.own_calls().hang_up(report().id, now));
  EXPECT_EQ(take(phone).method(), "BYE");
  EXPECT_FALSE(core.own_calls().hang_up(report().id, now));
}

TEST_F(Outgoing, a_phone_may_be_asked_to_answer_by_itself) {
  CallOrder order;
  order.wants_auto_answer = true;
  const sip::Message invite = call(order);
  EXPECT_NE(invite.find("Alert-Info")->find("info=alert-autoanswer"), std::string::npos);
  EXPECT_NE(invite.find("Call-Info")->find("answer-after=0"), std::string::npos);
}

TEST_F(Outgoing, browsers_get_an_offer_of_theirs) {
  const Flow browser = connection(7);
  bind(browser, "carol");
  CallOrder order;
  order.user = "carol";
  order.caller = "160";
  EXPECT_NE(core.own_calls().start(order, now), 0U);
  EXPECT_NE(take(browser).body().find("UDP/TLS/RTP/SAVPF"), std::string::npos);
}

TEST_F(Outgoing, who_is_not_there_or_without_a_port_is_not_called) {
  CallOrder order;
  order.user = "carol";
  EXPECT_EQ(core.own_calls().start(order, now), 0U);
  order.user = "bob";
  media.has_ports = false;
  EXPECT_EQ(core.own_calls().start(order, now), 0U);
  EXPECT_TRUE(core.own_calls().reports().empty());
}

class OwnPlan final : public DialPlan {
 public:
  [[nodiscard]] bool may_call(const std::string& user, const std::string& number) const override {
    return user != "alice" || number == "160";
  }
};

class NoBoxes final : public Mailboxes, public Waker {
 public:
  [[nodiscard]] std::optional<Duration> answers_after(const std::string&) const override { return {}; }
  void deposit(const VoiceMessage&) override {}
  [[nodiscard]] Count count(const std::string&) const override { return {}; }
  bool wake(const std::string&, const std::string&, const std::string&) override { return false; }
};

TEST_F(Outgoing, calls_go_only_where_the_plan_lets_them) {
  NoBoxes none;
  OwnPlan plan;
  core.use(none, none, &plan);
  const Flow alice = connection(1);
  const auto status_of = [&](const char* uri, const char* from) {
    Ask ask;
    ask.uri = uri;
    ask.from = from;
    ask.call_id = ask.branch = std::string(uri) + from;
    receive(alice, write(ask));
    const int status = take(alice).status();
    wire.queue(alice).clear();
    return status;
  };
  EXPECT_EQ(status_of("sip:163@example.test", "alice"), 403);
  EXPECT_EQ(status_of("sip:163@example.test", "carol"), 486);
  EXPECT_NE(status_of("sip:160@example.test", "alice"), 403);
}

class ClearMedia : public CoreHarness {
 protected:
  static Config strict() {
    Config config = make_config();
    config.takes_clear_media = false;
    return config;
  }
  ClearMedia() : CoreHarness(strict()) {}
};

TEST_F(ClearMedia, WP_MEDIA_SRTP_2_browsers_that_offer_no_keys_are_refused) {
  Ask ask;
  ask.uri = "sip:160@example.test";
  ask.extra = "Content-Type: application/sdp\r\n";
  ask.body =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";
  const Flow browser = connection(1);
  receive(browser, write(ask));
  EXPECT_EQ(take(browser).status(), 488);
  const Flow desk = udp(6000);
  receive(desk, write(ask));
  EXPECT_NE(take(desk).status(), 488);
}

}  // namespace
}  // namespace cxload::standin
