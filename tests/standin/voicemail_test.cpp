// Mailboxes behind the core: called directly, for the absent, for the busy and for who does not answer.
#include <cxload/sip/cseq.hpp>

#include "core_harness.hpp"

namespace cxload::standin {
namespace {

using std::chrono::seconds;

class VirtualMailboxes final : public Mailboxes {
 public:
  [[nodiscard]] std::optional<Duration> answers_after(const std::string& user) const override {
    return user == "bob" ? std::optional<Duration>(seconds(20)) : std::nullopt;
  }
  void deposit(const VoiceMessage& message) override { messages.push_back(message); }
  [[nodiscard]] Count count(const std::string&) const override { return {2, 1}; }
  std::vector<VoiceMessage> messages;
};

class NoWaker final : public Waker {
 public:
  bool wake(const std::string& user, const std::string&, const std::string&) override {
    woken += user == sleeper ? 1 : 0;
    return user == sleeper;
  }
  std::string sleeper;
  int woken = 0;
};

class Voicemail : public CoreHarness {
 protected:
  Voicemail() {
    core.use(mailboxes, waker);
    media.recording = {1, 2, 3};
  }

  /// The mailbox has answered: one message is left, and the call ended.
  void leave_message(const std::string& uri) {
    const sip::Message answered = take(alice);
    ASSERT_EQ(answered.status(), 200);
    Ask more;
    more.uri = uri;
    more.to_tag = *sip::tag_of(*answered.find(sip::HeaderId::to));
    more.method = "ACK";
    more.branch = "2";
    receive(alice, write(more));
    pass(seconds(7));
    more.method = "BYE";
    more.branch = "3";
    more.cseq = 2;
    receive(alice, write(more));
    EXPECT_EQ(take(alice).status(), 200);
  }

  void expect_message() {
    ASSERT_EQ(mailboxes.messages.size(), 1U);
    const VoiceMessage& message = mailboxes.messages.front();
    EXPECT_EQ(message.user, "bob");
    EXPECT_EQ(message.caller, "alice");
    EXPECT_EQ(message.call_id, "call");
    EXPECT_EQ(message.samples, (std::vector<std::int16_t>{1, 2, 3}));
  }

  VirtualMailboxes mailboxes;
  NoWaker waker;
  const Flow alice = connection(1);
  const Flow bob = connection(2);
  const std::string offer =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";
};

TEST_F(Voicemail, WP_VM_1_a_number_takes_a_message_for_whoever_follows_its_digits) {
  Ask ask;
  ask.uri = "sip:*2bob@example.test";
  ask.body = offer;
  receive(alice, write(ask));
  leave_message(ask.uri);
  expect_message();
}

TEST_F(Voicemail, nobody_s_mailbox_is_404) {
  for (const std::string user : {"*2nobody", "*2"}) {
    Ask ask;
    ask.uri = "sip:" + user + "@example.test";
    ask.branch = ask.call_id = user.substr(1);
    receive(alice, write(ask));
    EXPECT_EQ(take(alice).status(), 404) << user;
  }
}

TEST_F(Voicemail, answers_for_who_is_not_there) {
  Ask ask;
  ask.body = offer;
  receive(alice, write(ask));
  leave_message(ask.uri);
  expect_message();
}

TEST_F(Voicemail, answers_for_who_does_not_in_time) {
  bind(bob, "bob");
  Ask ask;
  ask.body = offer;
  receive(alice, write(ask));
  EXPECT_EQ(take(alice).status(), 100);
  const sip::Message invite = take(bob);
  receive(bob, answer(invite, 180));
  EXPECT_EQ(take(alice).status(), 180);
  pass(seconds(19));
  EXPECT_EQ(waiting(bob), 0U);
  pass(seconds(1));
  EXPECT_EQ(take(bob).method(), "CANCEL");
  receive(bob, answer(invite, 487));
  EXPECT_EQ(take(bob).method(), "ACK");
  leave_message(ask.uri);
  expect_message();
}

TEST_F(Voicemail, answers_for_the_busy_but_not_for_who_declines) {
  bind(bob, "bob");
  Ask ask;
  ask.body = offer;
  receive(alice, write(ask));
  EXPECT_EQ(take(alice).status(), 100);
  receive(bob, answer(take(bob), 486));
  leave_message(ask.uri);
  expect_message();
  ask.branch = ask.call_id = "second";
  receive(alice, write(ask));
  EXPECT_EQ(take(bob).method(), "ACK");
  EXPECT_EQ(take(alice).status(), 100);
  receive(bob, answer(take(bob), 603));
  EXPECT_EQ(take(alice).status(), 603);
}

TEST_F(Voicemail, a_caller_who_gives_up_leaves_nothing) {
  bind(bob, "bob");
  receive(alice, write({}));
  receive(bob, answer(take(bob), 180));
  Ask cancel;
  cancel.method = "CANCEL";
  receive(alice, write(cancel));
  EXPECT_EQ(take(bob).method(), "CANCEL");
  std::vector<int> statuses;
  while (waiting(alice) > 0) statuses.push_back(take(alice).status());
  EXPECT_EQ(statuses, (std::vector{100, 180, 200}));
  pass(seconds(40));
  EXPECT_EQ(take(alice).status(), 487);
  EXPECT_TRUE(mailboxes.messages.empty());
}

TEST_F(Voicemail, users_without_a_mailbox_are_as_they_were) {
  Ask ask;
  ask.uri = "sip:carol@example.test";
  receive(alice, write(ask));
  EXPECT_EQ(take(alice).status(), 480);
}

TEST_F(Voicemail, WP_APP_PUSH_1_a_call_waits_for_a_phone_that_was_woken) {
  waker.sleeper = "carol";
  Ask ask;
  ask.uri = "sip:carol@example.test";
  receive(alice, write(ask));
  EXPECT_EQ(waker.woken, 1);
  EXPECT_EQ(take(alice).status(), 180);
  pass(seconds(10));
  EXPECT_EQ(waiting(alice), 0U);
  bind(bob, "carol");
  EXPECT_EQ(take(alice).status(), 100);
  const sip::Message invite = take(bob);
  EXPECT_EQ(invite.method(), "INVITE");
  receive(bob, answer(invite, 200));
  EXPECT_EQ(take(alice).status(), 200);
  pass(seconds(60));
  EXPECT_EQ(waiting(alice), 0U);
}

Config make_pushing_config() {
  Config config = make_config();
  config.defects.push_back({"push.while_open"});
  return config;
}

TEST_F(Voicemail, nobody_is_woken_whose_phone_is_there) {
  waker.sleeper = "carol";
  bind(bob, "carol");
  Ask ask;
  ask.uri = "sip:carol@example.test";
  receive(alice, write(ask));
  EXPECT_EQ(waker.woken, 0);
  Core broken(make_pushing_config(), wire, media);
  broken.use(mailboxes, waker);
  Ask register_again;
  register_again.method = "REGISTER";
  register_again.uri = "sip:example.test";
  register_again.from = "carol";
  broken.on_message(bob, write(register_again), now, WallTime{});
  broken.on_message(alice, write(ask), now, WallTime{});
  EXPECT_EQ(waker.woken, 1);
}

TEST_F(Voicemail, who_is_woken_in_vain_is_not_there) {
  waker.sleeper = "carol";
  Ask ask;
  ask.uri = "sip:carol@example.test";
  receive(alice, write(ask));
  EXPECT_EQ(take(alice).status(), 180);
  pass(seconds(20));
  EXPECT_EQ(take(alice).status(), 480);
  EXPECT_EQ(waker.woken, 1);
}

TEST_F(Voicemail, who_is_woken_in_vain_has_a_mailbox_all_the_same) {
  waker.sleeper = "bob";
  Ask ask;
  ask.body = offer;
  receive(alice, write(ask));
  EXPECT_EQ(take(alice).status(), 180);
  pass(seconds(20));
  leave_message(ask.uri);
  expect_message();
}

TEST_F(Voicemail, a_caller_need_not_wait_for_the_phone) {
  waker.sleeper = "carol";
  Ask ask;
  ask.uri = "sip:carol@example.test";
  receive(alice, write(ask));
  EXPECT_EQ(take(alice).status(), 180);
  ask.method = "CANCEL";
  receive(alice, write(ask));
  EXPECT_EQ(take(alice).status(), 200);
  EXPECT_EQ(take(alice).status(), 487);
  bind(bob, "carol");
  pass(seconds(30));
  EXPECT_EQ(waiting(bob), 0U);
}

TEST_F(Voicemail, the_count_is_told_to_who_subscribes) {
  Ask ask;
  ask.method = "SUBSCRIBE";
  ask.from = "bob";
  ask.extra = "Event: message-summary\r\n";
  receive(bob, write(ask));
  EXPECT_EQ(take(bob).status(), 200);
  const sip::Message notify = take(bob);
  EXPECT_NE(notify.body().find("Messages-Waiting: yes"), std::string::npos);
  EXPECT_NE(notify.body().find("Voice-Message: 2/1"), std::string::npos);
}

TEST_F(Voicemail, and_again_when_it_changes_until_the_subscription_ends) {
  Ask ask;
  ask.method = "SUBSCRIBE";
  ask.from = "bob";
  ask.extra = "Event: message-summary\r\nExpires: 60\r\n";
  receive(bob, write(ask));
  const sip::Message accepted = take(bob);
  EXPECT_EQ(accepted.find(sip::HeaderId::expires), "60");
  const sip::Message first = take(bob);
  receive(bob, answer(first, 200));
  core.on_mailbox("alice", now);
  EXPECT_EQ(waiting(bob), 0U);
  core.on_mailbox("bob", now);
  const sip::Message second = take(bob);
  EXPECT_EQ(second.method(), "NOTIFY");
  EXPECT_EQ(second.find("Subscription-State"), "active;expires=60");
  EXPECT_GT(sip::parse_cseq(*second.find(sip::HeaderId::cseq))->number,
            sip::parse_cseq(*first.find(sip::HeaderId::cseq))->number);
  receive(bob, answer(second, 200));
  pass(std::chrono::seconds(61));
  const sip::Message last = take(bob);
  EXPECT_EQ(last.find("Subscription-State"), "terminated;reason=timeout");
  receive(bob, answer(last, 200));
  core.on_mailbox("bob", now);
  EXPECT_EQ(waiting(bob), 0U);
}

TEST_F(Voicemail, a_phone_that_knows_no_subscription_ends_it) {
  Ask ask;
  ask.method = "SUBSCRIBE";
  ask.from = "bob";
  ask.extra = "Event: message-summary\r\n";
  receive(bob, write(ask));
  (void)take(bob);
  receive(bob, answer(take(bob), 481));
  core.on_mailbox("bob", now);
  EXPECT_EQ(waiting(bob), 0U);
}

TEST_F(Voicemail, a_subscription_is_refreshed_and_removed_inside_its_dialog) {
  Ask ask;
  ask.method = "SUBSCRIBE";
  ask.from = "bob";
  ask.extra = "Event: message-summary\r\n";
  receive(bob, write(ask));
  const std::string tag(*sip::tag_of(*take(bob).find(sip::HeaderId::to)));
  receive(bob, answer(take(bob), 200));
  ask.to_tag = "unknown";
  ask.cseq = 2;
  ask.branch = "2";
  receive(bob, write(ask));
  EXPECT_EQ(take(bob).status(), 481);
  ask.to_tag = tag;
  ask.branch = "3";
  ask.extra = "Event: message-summary\r\nExpires: 0\r\n";
  receive(bob, write(ask));
  EXPECT_EQ(take(bob).status(), 200);
  EXPECT_EQ(take(bob).find("Subscription-State"), "terminated;reason=timeout");
  core.on_mailbox("bob", now);
  EXPECT_EQ(waiting(bob), 0U);
}

}  // namespace
}  // namespace cxload::standin
