// What happens inside a call, with whole phones on the embedded stand-in: hold, resume, digits, transfer.
#include <string>
#include <vector>

#include "phone/site.hpp"

namespace cxload::phone {
namespace {

/// A flow keeps its results here; assertions need a plain function.
struct Seen {
  std::vector<std::string> steps;
  bool target_called = false;
  std::optional<Outcome<>> hung_up;
};

std::string text_of(const Outcome<MidCallResult>& outcome) {
  return outcome ? std::to_string(outcome->status) : outcome.error().kind;
}

/// Registers, calls `target` and waits for its answer; nothing when it does not come that far.
net::Awaitable<std::shared_ptr<Call>> call_up(Phone& phone, std::string target, Seen& seen) {
  DialRequest request;
  request.target = std::move(target);
  const RegisterOptions options;
  const Outcome<FinalResponse> registered = co_await phone.register_binding(options);
  if (!registered) co_return nullptr;
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  if (!dialled) co_return nullptr;
  std::shared_ptr<Call> call = *dialled;
  const CallResult result = co_await call->wait_final();
  seen.steps.push_back(std::to_string(result.status));
  co_return call;
}

net::Awaitable<void> hold_then_resume(Call& call, Seen& seen) {
  const Outcome<MidCallResult> held = co_await call.hold();
  seen.steps.push_back(text_of(held));
  seen.steps.push_back(call.media().expected_audio ? "audio" : "held");
  const Outcome<MidCallResult> resumed = co_await call.resume();
  seen.steps.push_back(text_of(resumed));
  seen.steps.push_back(call.media().expected_audio ? "audio" : "held");
}

net::Awaitable<void> hold_and_resume(Phone& phone, std::string target, Seen& seen) {
  const std::shared_ptr<Call> call = co_await call_up(phone, std::move(target), seen);
  if (!call) co_return;
  co_await hold_then_resume(*call, seen);
  std::string keys = "12#";
  const Outcome<MidCallResult> digits = co_await call->send_dtmf(std::move(keys));
  seen.steps.push_back(text_of(digits));
  seen.hung_up = co_await call->hang_up();
  const Outcome<MidCallResult> late = co_await call->hold();
  seen.steps.push_back(text_of(late));
  co_await phone.close();
}

const std::vector<std::string> as_wanted = {"200", "200", "held", "200", "audio", "200", "call.over"};

class MidCallWay : public testing::TestWithParam<std::string_view> {};

TEST_P(MidCallWay, HoldsAndResumesANumberAndSendsDigits) {
  Site site;
  Group& group = site.make_group(GetParam() == "plain" ? net::Scheme::udp : net::Scheme::wss, GetParam());
  group.media = MediaKind::rtp;
  const auto phone = site.make_phone(group, "1000");
  Seen seen;
  site.run([&] { return hold_and_resume(*phone, "160", seen); });
  EXPECT_EQ(seen.steps, as_wanted);
  EXPECT_TRUE(seen.hung_up && *seen.hung_up);
}

INSTANTIATE_TEST_SUITE_P(Profiles, MidCallWay, testing::Values("plain", "sipjs", "jssip"),
                         [](const auto& way) { return std::string(way.param); });

Group& answering(Site& site, net::Scheme scheme, std::string_view profile) {
  Group& group = site.make_group(scheme, profile);
  group.media = MediaKind::rtp;
  group.answer.emplace();
  group.answer->after = {std::chrono::milliseconds(5), std::chrono::milliseconds(5)};
  group.answer->no_180 = true;
  return group;
}

net::Awaitable<void> hold_a_phone(Phone& caller, Phone& callee, Seen& seen) {
  const RegisterOptions options;
  const Outcome<FinalResponse> registered = co_await callee.register_binding(options);
  if (registered) co_await hold_and_resume(caller, callee.account().user, seen);
  co_await callee.close();
}

TEST(MidCall, HoldsAndResumesAPhone) {
  Site site;
  Group& callers = site.make_group(net::Scheme::wss, "sipjs");
  callers.media = MediaKind::rtp;
  const auto caller = site.make_phone(callers, "1000");
  const auto callee = site.make_phone(answering(site, net::Scheme::udp, "plain"), "1001");
  Seen seen;
  site.run([&] { return hold_a_phone(*caller, *callee, seen); });
  EXPECT_EQ(seen.steps, as_wanted);
}

net::Awaitable<void> transfer(Phone& caller, Phone& callee, std::string target, Seen& seen) {
  const RegisterOptions options;
  const Outcome<FinalResponse> registered = co_await callee.register_binding(options);
  if (!registered) co_return;
  std::string number = callee.account().user;
  const std::shared_ptr<Call> call = co_await call_up(caller, std::move(number), seen);
  if (!call) co_return;
  std::string blind;
  const Outcome<MidCallResult> moved = co_await call->transfer(std::move(target), std::move(blind));
  seen.steps.push_back(text_of(moved));
  seen.target_called = callee.active_calls() == 2;
  seen.hung_up = co_await call->hang_up();
  co_await caller.close();
  co_await callee.close();
}

struct Referral {
  const char* name;
  const char* target;
  const char* outcome;
  bool makes_call;
};

class EachReferral : public testing::TestWithParam<Referral> {};

TEST_P(EachReferral, ComesToWhatTheCallOfTheOtherSideCameTo) {
  Site site;
  const auto caller = site.make_phone(site.make_group(net::Scheme::wss, "sipjs"), "1000");
  const auto callee = site.make_phone(answering(site, net::Scheme::udp, "plain"), "1001");
  Seen seen;
  site.run([&] { return transfer(*caller, *callee, GetParam().target, seen); });
  EXPECT_EQ(seen.steps, (std::vector<std::string>{"200", GetParam().outcome}));
  EXPECT_EQ(seen.target_called, GetParam().makes_call);
  EXPECT_TRUE(seen.hung_up && *seen.hung_up);
  EXPECT_EQ(site.services.telemetry.calls, 0);
}

INSTANTIATE_TEST_SUITE_P(Targets, EachReferral,
                         testing::Values(Referral{"answered", "160", "200", true},
                                         Referral{"busy", "163", "486", true},
                                         Referral{"nobody", "999", "404", true},
                                         Referral{"foreign", "sip:7@elsewhere.test", "403", false}),
                         [](const auto& way) { return std::string(way.param.name); });

}  // namespace
}  // namespace cxload::phone
