// What each step does and how it judges, with phones that answer as told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/scenario/loader.hpp>
#include <cxload/scenario/template.hpp>

#include "scenario/fake_phone.hpp"

namespace cxload::scenario {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view head = R"(
cxload: 1
accounts: {agents: {users: 1000..1009, password: none}, desks: {users: 2000..2009, password: none}}
endpoints: {agents: {accounts: agents}, desks: {accounts: desks, answer: {after: 0ms}}}
load: [{journey: j, count: 1}]
journeys: {j: {endpoints: agents, steps: [)";

class Lease final : public CalleeLease {
 public:
  explicit Lease(phone::Phone& callee) : callee_(callee) {}
  phone::Phone& phone() const override { return callee_; }

 private:
  phone::Phone& callee_;
};

class Context final : public JourneyContext {
 public:
  Context(net::Shard& shard, phone::Phone& caller, phone::Phone& callee, phone::Services& services)
      : shard_(shard),
        phone_(caller),
        callee_(callee),
        portal_(shard, caller.group(), services, caller.account()) {}
  phone::Phone& phone() override { return phone_; }
  net::Shard& shard() override { return shard_; }
  Random& random() override { return random_; }
  std::string expand(std::string_view text) override {
    return expand_template(text, [&](std::string_view name) {
      return name == "unique" ? std::optional<std::string>("u-1") : column_of(phone_.account(), name);
    });
  }
  Outcome<std::unique_ptr<CalleeLease>> borrow_callee(std::string_view group) override {
    if (is_busy) return Failure{"limit.no_callee", "all phones of " + std::string(group) + " are busy"};
    std::unique_ptr<CalleeLease> lease = std::make_unique<Lease>(callee_);
    return lease;
  }
  OpenCall& open_call() override { return open_call_; }
  Variables& variables() override { return variables_; }
  phone::Portal& portal() override { return portal_; }
  net::Awaitable<void> become(phone::Account account) override {
    portal_.become(std::move(account));
    co_return;
  }
  net::Awaitable<Outcome<>> obey_provisioning() override { co_return Outcome<>(); }
  void exclude_from_latency(Duration planned) override { excluded += planned; }
  void note_call_id(std::string_view id) override { call_id = id; }

  Duration excluded{};
  std::string call_id;
  bool is_busy = false;

 private:
  net::Shard& shard_;
  phone::Phone& phone_;
  phone::Phone& callee_;
  phone::Portal portal_;
  Variables variables_;
  OpenCall open_call_;
  Random random_{1};
};

net::Awaitable<void> play(const Journey& journey, JourneyContext& context,
                          std::optional<Outcome<>>& outcome) {
  for (const JourneyStep& entry : journey.steps) {
    outcome = co_await entry.step->run(context);
    if (!*outcome) break;
  }
}

class Steps : public testing::Test {
 protected:
  void SetUp() override {
    test::use_network(&network_);
    group_.domain = "example.com";
    caller_.emplace(shard_, group_, phone::Account{"1000", {}, "", "", "", {}}, services_);
    callee_.emplace(shard_, group_, phone::Account{"2000", {}, "", "", "", {}}, services_);
    context_.emplace(shard_, *caller_, *callee_, services_);
  }
  void TearDown() override { test::use_network(nullptr); }

  /// Plays a journey of this step, or of several, to its end or its first failure.
  Outcome<> run(std::string_view step) {
    const Loaded loaded = load_scenario_text(std::string(head) + std::string(step) + "]}}\n", "s.yaml", ".");
    EXPECT_TRUE(loaded.scenario) << loaded.faults.render();
    if (!loaded.scenario) return Failure{"test.scenario", "refused"};
    std::optional<Outcome<>> outcome;
    shard_.spawn(play(loaded.scenario->journeys[0], *context_, outcome));
    shard_.run();
    return *outcome;
  }
  void respond(int status, std::string reason) {
    network_.responses.emplace_back(phone::FinalResponse{status, std::move(reason)});
  }

  test::FakeNetwork network_;
  net::Shard shard_{0, Random(1)};
  stats::Catalogue catalogue_;
  stats::Recorder recorder_{catalogue_, {}};
  phone::Services services_{phone::Telemetry{recorder_}, net::UdpHubs(shard_, phone::contact_token_size)};
  phone::Group group_;
  std::optional<phone::Phone> caller_, callee_;
  std::optional<Context> context_;
};

TEST_F(Steps, RegisterSendsItsExpiry) {
  EXPECT_TRUE(run("register"));
  EXPECT_TRUE(run("register: {expires: 120}"));
  EXPECT_TRUE(run("register: {expires: 1h}"));
  EXPECT_THAT(network_.log, ElementsAre("REGISTER 600", "REGISTER 120", "REGISTER 3600"));
}

TEST_F(Steps, ARefusalIsNamedByItsStatus) {
  respond(403, "Forbidden");
  const Outcome<> outcome = run("register");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, "sip.403");
  EXPECT_THAT(outcome.error().detail, HasSubstr("REGISTER was answered 403 Forbidden; expected 200"));
}

TEST_F(Steps, AnExpectedRefusalIsSuccessAndAnUnexpectedSuccessAFailure) {
  respond(403, "Forbidden");
  EXPECT_TRUE(run("register: {expect: {status: 403}}"));
  const Outcome<> outcome = run("register: {expect: {status: [403, 404]}}");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, "expect.status");
}

TEST_F(Steps, FailuresOfThePhonePassThrough) {
  for (const auto* step : {"register", "unregister", "options", "message: {to: \"160\", text: x}"}) {
    network_.responses.emplace_back(Failure{"tcp.reset", "gone"});
    const Outcome<> outcome = run(step);
    ASSERT_FALSE(outcome) << step;
    EXPECT_EQ(outcome.error().kind, "tcp.reset");
  }
}

TEST_F(Steps, UnregisterRemoves) {
  EXPECT_TRUE(run("unregister"));
  EXPECT_THAT(network_.log, ElementsAre("REGISTER 0"));
}

TEST_F(Steps, WaitTakesItsTimeAndLeavesItOutOfTheLatency) {
  const TimePoint before = Clock::now();
  EXPECT_TRUE(run("wait: 3ms"));
  EXPECT_GE(Clock::now() - before, 3ms);
  EXPECT_EQ(context_->excluded, 3ms);
}

TEST_F(Steps, OptionsAndMessagesFindTheirTarget) {
  EXPECT_TRUE(run("options"));
  EXPECT_TRUE(run("options: {to: group desks}"));
  EXPECT_TRUE(run("options: {to: \"user 2{user}\"}"));
  EXPECT_TRUE(run("message: {to: \"sip:a@b\", text: \"from {user}, {unique}\"}"));
  respond(202, "Accepted");
  EXPECT_TRUE(run("message: {to: \"160\", text: hi}"));
  EXPECT_THAT(network_.log, ElementsAre("OPTIONS sip:example.com", "OPTIONS 2000", "OPTIONS 21000",
                                        "MESSAGE sip:a@b from 1000, u-1", "MESSAGE 160 hi"));
}

TEST_F(Steps, CallTalksAndHangsUp) {
  network_.call.result = {200, "OK", {}};
  EXPECT_TRUE(run("call: {to: group desks, talk: 2ms, headers: {X-A: \"{user}\"}}"));
  EXPECT_THAT(network_.log, ElementsAre("INVITE 2000", "BYE"));
  EXPECT_EQ(context_->call_id, "call-1");
  EXPECT_EQ(context_->excluded, 2ms);
  EXPECT_THAT(network_.headers, ElementsAre(std::pair<std::string, std::string>("X-A", "1000")));
}

TEST_F(Steps, CallIsRefused) {
  network_.call.result = {486, "Busy Here", {}};
  const Outcome<> outcome = run("call: {to: \"160\"}");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, "sip.486");
  EXPECT_TRUE(run("call: {to: \"160\", expect: {status: [200, 486]}}"));
  EXPECT_THAT(network_.log, ElementsAre("INVITE 160", "INVITE 160"));
  EXPECT_EQ(context_->excluded, 0ms);
}

TEST_F(Steps, AnUnexpectedAnswerIsHungUpAndFails) {
  network_.call.result = {200, "OK", {}};
  const Outcome<> outcome = run("call: {to: \"160\", talk: 1h, expect: {status: 486}}");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, "expect.status");
  EXPECT_THAT(network_.log, ElementsAre("INVITE 160", "BYE"));
}

TEST_F(Steps, CallWithoutFinalResponse) {
  network_.call.result = {0, "", Failure{"sip.no_answer", "nobody answered"}};
  const Outcome<> outcome = run("call: {to: \"160\", expect: {status: [200, 487]}}");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, "sip.no_answer");
}

TEST_F(Steps, AnAnswerThatCannotBeUsedFails) {
  network_.call.result = {200, "OK", Failure{"sip.no_sdp", "200 without SDP"}};
  const Outcome<> outcome = run("call: {to: \"160\", talk: 1h}");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, "sip.no_sdp");
  EXPECT_THAT(network_.log, ElementsAre("INVITE 160", "BYE"));
}

TEST_F(Steps, FarEndThatHangsUpTooEarly) {
  network_.call.result = {200, "OK", {}};
  network_.call.far_end_after = 1ms;
  const Outcome<> outcome = run("call: {to: \"160\", talk: 1h}");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, "call.ended_early");
  EXPECT_LT(context_->excluded, 1min);  // what was talked, not what was planned
  EXPECT_TRUE(run("call: {to: \"160\", talk: 1h, hangup: callee}"));
}

TEST_F(Steps, CalleeHangsUpWhenAskedTo) {
  network_.call.result = {200, "OK", {}};
  EXPECT_TRUE(run("call: {to: group desks, talk: 2ms, hangup: callee}"));
  EXPECT_THAT(network_.log, ElementsAre("INVITE 2000", "callee BYE"));
}

TEST_F(Steps, ACallThatBrokeSaysHow) {
  network_.call.result = {200, "OK", {}};
  network_.call.broken = Failure{"tcp.reset", "the link died"};
  network_.call.far_end_after = 1ms;
  for (const auto* step :
       {"call: {to: \"160\", talk: 1h}", "call: {to: \"160\", talk: 1h, hangup: callee}"}) {
    const Outcome<> outcome = run(step);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, "tcp.reset");
  }
}

TEST_F(Steps, ThingsAreDoneInsideACallInTheirOrder) {
  network_.call.result = {200, "OK", {}};
  EXPECT_TRUE(
      run("call: {to: \"160\", talk: 9ms, during: [{at: 1ms, dtmf: \"1{user}\"}, {at: 2ms, hold: 2ms}, "
          "{at: 5ms, dtmf: \"#\"}]}"));
  EXPECT_THAT(network_.log, ElementsAre("INVITE 160", "dtmf 11000", "hold", "resume", "dtmf #", "BYE"));
  EXPECT_EQ(context_->excluded, 9ms);
}

TEST_F(Steps, ACallLastsAsLongAsWhatIsDoneInIt) {
  network_.call.result = {200, "OK", {}};
  EXPECT_TRUE(run("call: {to: \"160\", during: [{at: 1ms, hold: 3ms}]}"));
  EXPECT_EQ(context_->excluded, 4ms);
}

TEST_F(Steps, ATransferredCallEndsAtOnceAndTheOthersTalkOn) {
  network_.call.result = {200, "OK", {}};
  EXPECT_TRUE(run("call: {to: group desks, talk: 5ms, during: [{at: 1ms, transfer: {to: \"166\"}}]}"));
  EXPECT_THAT(network_.log, ElementsAre("INVITE 2000", "transfer 166", "BYE"));
  EXPECT_EQ(context_->excluded, 5ms);
  network_.log.clear();
  EXPECT_TRUE(run("call: {to: \"160\", talk: 1h, during: [{at: 1ms, transfer: {to: group desks}}]}"));
  EXPECT_THAT(network_.log, ElementsAre("INVITE 160", "transfer 2000", "BYE"));
}

TEST_F(Steps, WhatIsRefusedInsideACallEndsItAndIsNamed) {
  network_.call.result = {200, "OK", {}};
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"dtmf: \"1\"", "sip.dtmf_failed"},
      {"hold: 1ms", "sip.hold_failed"},
      {"transfer: {to: \"7\"}", "sip.transfer_failed"}};
  for (const auto& [action, kind] : cases) {
    network_.log.clear();
    network_.mid_call.emplace_back(phone::MidCallResult{405, "Method Not Allowed"});
    const Outcome<> outcome = run("call: {to: \"160\", talk: 1h, during: [{at: 1ms, " + action + "}]}");
    ASSERT_FALSE(outcome) << action;
    EXPECT_EQ(outcome.error().kind, kind);
    EXPECT_THAT(outcome.error().detail, HasSubstr("405 Method Not Allowed"));
    EXPECT_EQ(network_.log.back(), "BYE");
  }
  network_.mid_call.emplace_back(phone::MidCallResult{200, "OK"});
  network_.mid_call.emplace_back(phone::MidCallResult{488, "Not Acceptable Here"});
  const Outcome<> kept = run("call: {to: \"160\", talk: 1h, during: [{at: 1ms, hold: 1ms}]}");
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().kind, "sip.resume_failed");
}

TEST_F(Steps, AFarEndThatHangsUpInTheMiddleOfThingsIsTooEarly) {
  network_.call.result = {200, "OK", {}};
  network_.call.far_end_after = 1ms;
  for (const auto* action : {"{at: 1h, dtmf: \"1\"}", "{at: 0ms, hold: 1h}"}) {
    const Outcome<> outcome = run(std::string("call: {to: \"160\", during: [") + action + "]}");
    ASSERT_FALSE(outcome) << action;
    EXPECT_EQ(outcome.error().kind, "call.ended_early");
  }
  network_.call.far_end_after.reset();
  network_.mid_call.emplace_back(Failure{"call.over", "the call has ended"});
  const Outcome<> crossed = run("call: {to: \"160\", during: [{at: 1ms, hold: 1ms}]}");
  ASSERT_FALSE(crossed);
  EXPECT_EQ(crossed.error().kind, "call.ended_early");
}

TEST_F(Steps, ACallTakenApartDoesEachThingWhenItsTurnComes) {
  network_.call.result = {200, "OK", {}};
  EXPECT_TRUE(
      run("dial: {to: group desks, headers: {X-A: \"{user}\"}}, await: ringing, await: answered, "
          "dtmf: \"12#\", hold, wait: 2ms, mute, mute: false, resume, transfer: {to: \"166\"}, hangup"));
  EXPECT_THAT(network_.log, ElementsAre("INVITE 2000", "dtmf 12#", "hold", "mute", "unmute", "resume",
                                        "transfer 166", "BYE"));
  EXPECT_THAT(network_.headers, ElementsAre(std::pair<std::string, std::string>("X-A", "1000")));
  EXPECT_EQ(context_->call_id, "call-1");
  EXPECT_EQ(context_->excluded, 2ms);
  EXPECT_EQ(context_->open_call().call, nullptr);
}

TEST_F(Steps, AnIncomingCallIsAwaitedAnsweredAndEnded) {
  network_.call.result = {200, "OK", {}};
  EXPECT_TRUE(
      run("register, await: incoming, answer, hold, hangup, await: {incoming: 1m}, answer: {status: 486}"));
  EXPECT_THAT(network_.log,
              ElementsAre("REGISTER 600", "incoming", "answer 200", "hold", "BYE", "incoming", "answer 486"));
  EXPECT_EQ(context_->call_id, "call-1");
  network_.is_called = false;
  context_.emplace(shard_, *caller_, *callee_, services_);
  const Outcome<> nobody = run("await: {incoming: 5s}, answer");
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().kind, "call.none_came");
}

TEST_F(Steps, AnAttendedTransferHoldsAsksAndHandsOver) {
  network_.call.result = {200, "OK", {}};
  const std::vector<std::string> as_wanted = {
      "INVITE 160", "hold", "INVITE 166", "transfer 166 in place of call-1;to-tag=b;from-tag=a",
      "BYE",        "BYE"};
  network_.call.far_end_after = std::nullopt;
  // The call to the target lasts while it is asked, and ends because it is replaced.
  network_.ends_when_replaced = true;
  EXPECT_TRUE(run("dial: {to: \"160\"}, await: answered, transfer: {to: \"166\", consult: 1ms}, hangup"));
  EXPECT_EQ(network_.log, (std::vector<std::string>{as_wanted.begin(), as_wanted.end() - 1}));
  EXPECT_EQ(context_->excluded, 1ms);
}

TEST_F(Steps, AnAttendedTransferThatFailsEndsTheQuestionAndSaysWhy) {
  network_.call.result = {200, "OK", {}};
  network_.mid_call.emplace_back(phone::MidCallResult{200, "OK"});  // the hold
  network_.mid_call.emplace_back(phone::MidCallResult{481, "Call/Transaction Does Not Exist"});
  const Outcome<> outcome =
      run("call: {to: \"160\", during: [{at: 1ms, transfer: {to: \"166\", consult: 1ms}}]}");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, "sip.transfer_failed");
  EXPECT_EQ(std::count(network_.log.begin(), network_.log.end(), "BYE"), 2);
}

TEST_F(Steps, AMailboxIsJudged) {
  phone::MessageSummary summary;
  summary.status = 200;
  summary.waiting = true;
  summary.fresh = 2;
  network_.mailbox = summary;
  EXPECT_TRUE(run("mwi"));
  EXPECT_TRUE(run("mwi: {expect: {waiting: yes, new: 2}}"));
  for (const auto* wrong : {"mwi: {expect: {waiting: no}}", "mwi: {expect: {new: 3}}"}) {
    const Outcome<> outcome = run(wrong);
    ASSERT_FALSE(outcome) << wrong;
    EXPECT_EQ(outcome.error().kind, "expect.mailbox");
  }
  summary.status = 489;
  network_.mailbox = summary;
  const Outcome<> refused = run("mwi");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, "sip.489");
  EXPECT_TRUE(run("mwi: {expect: {status: 489}}"));
}

TEST_F(Steps, AwaitSaysWhatCameInstead) {
  const auto kind_of = [&](std::string_view step) {
    context_.emplace(shard_, *caller_, *callee_, services_);
    const Outcome<> outcome = run("dial: {to: \"160\"}, " + std::string(step));
    return outcome ? std::string("nothing") : outcome.error().kind;
  };
  network_.call.result = {200, "OK", {}};
  network_.call.rings = false;
  EXPECT_EQ(kind_of("await: ringing"), "expect.ringing");
  network_.call.result = {486, "Busy Here", {}};
  EXPECT_EQ(kind_of("await: answered"), "sip.486");
  network_.call.result = {0, "", Failure{"sip.no_answer", "nobody answered"}};
  EXPECT_EQ(kind_of("await: ringing"), "sip.no_answer");
  EXPECT_EQ(kind_of("await: answered"), "sip.no_answer");
  network_.call.result = {200, "OK", {}};
  network_.call.far_end_after = 1ms;
  EXPECT_EQ(kind_of("await: answered, await: ended"), "nothing");
  network_.call.broken = Failure{"tcp.reset", "the link died"};
  EXPECT_EQ(kind_of("await: answered, await: ended"), "tcp.reset");
}

TEST_F(Steps, SingleStepsNeedTheirCall) {
  network_.call.result = {200, "OK", {}};
  for (const auto* step : {"hold", "resume", "dtmf: \"1\"", "transfer: {to: \"7\"}", "await: ended"}) {
    context_.emplace(shard_, *caller_, *callee_, services_);
    const Outcome<> outcome = run("dial: {to: \"160\"}, hangup, " + std::string(step));
    ASSERT_FALSE(outcome) << step;
    EXPECT_EQ(outcome.error().kind, "call.over") << step;
  }
  context_.emplace(shard_, *caller_, *callee_, services_);
  const Outcome<> twice = run("dial: {to: \"160\"}, dial: {to: \"161\"}");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().kind, "call.busy");
}

TEST_F(Steps, ARefusalInsideASingleStepIsNamed) {
  network_.call.result = {200, "OK", {}};
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"dtmf: \"1\"", "sip.dtmf_failed"},
      {"hold", "sip.hold_failed"},
      {"resume", "sip.resume_failed"},
      {"transfer: {to: \"7\"}", "sip.transfer_failed"}};
  for (const auto& [step, kind] : cases) {
    context_.emplace(shard_, *caller_, *callee_, services_);
    network_.mid_call.emplace_back(phone::MidCallResult{405, "Method Not Allowed"});
    const Outcome<> outcome = run("dial: {to: \"160\"}, " + step);
    ASSERT_FALSE(outcome) << step;
    EXPECT_EQ(outcome.error().kind, kind);
  }
}

TEST_F(Steps, NoCalleeIsSaidBeforeAnythingIsSent) {
  context_->is_busy = true;
  const Outcome<> outcome = run("call: {to: group desks}");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, "limit.no_callee");
  EXPECT_TRUE(network_.log.empty());
}

TEST_F(Steps, DrawsDoNotDependOnTheDeployment) {
  const auto after = [&](int status) {
    network_.call.result = {status, "", {}};
    context_.emplace(shard_, *caller_, *callee_, services_);
    (void)run("call: {to: \"160\", talk: 1ms..2ms, expect: {status: [200, 486]}}");
    return context_->random().next();
  };
  EXPECT_EQ(after(200), after(486));
}

}  // namespace
}  // namespace cxload::scenario
