// `cxload plan`: what a load needs, and what the machine has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/scenario/loader.hpp>
#include <cxload/scenario/plan_report.hpp>

namespace cxload::scenario {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::string_view text = R"(
cxload: 1
name: Plan
accounts: {agents: {users: 1000..1499, password: none}, desks: {users: 2000..2099, password: none}}
endpoints:
  agents: {accounts: agents, media: {profile: rtp}}
  desks: {accounts: desks, signalling: udp, media: {profile: rtp}, answer: {after: 1s}}
journeys:
  call: {endpoints: agents, steps: [register, call: {to: group desks, talk: 5s..9500ms}]}
  idle: {endpoints: agents, steps: [register, wait: 1s]}
load:
  - {journey: call, rate: 10/s, for: 60s}
  - {journey: idle, users: 5, for: 20s}
  - {journey: idle, count: 3}
)";

const MachineLimits roomy{100'000, 28'000, 8};

class PlanReports : public testing::Test {
 protected:
  void SetUp() override {
    Loaded loaded = load_scenario_text(text, "p.yaml", ".");
    ASSERT_TRUE(loaded.scenario) << loaded.faults.render();
    scenario_ = std::move(loaded.scenario);
    forecast_.entries = {{600, 10, 0s, 60s}, {0, 0, 0s, 20s}, {3, 0, 0s, 0s}};
    forecast_.phones = {{"agents", 500}, {"desks", 100}};
  }
  std::optional<Scenario> scenario_;
  Forecast forecast_;
};

TEST_F(PlanReports, AddUp) {
  const Needs needs = needs_of(*scenario_, forecast_, 2);
  EXPECT_EQ(needs.phones, 600U);
  EXPECT_EQ(needs.kept_registered, 100U);
  EXPECT_DOUBLE_EQ(needs.calls, 600);
  // 10/s with 9.5 s of talk: 95 at a time; both ends are ours, 50 packets/s in and out of each.
  EXPECT_DOUBLE_EQ(needs.concurrent_calls, 95);
  EXPECT_DOUBLE_EQ(needs.packets_per_s, 95 * 2 * 100);
  EXPECT_DOUBLE_EQ(needs.megabits_per_s, 95 * 2 * 100 * 200 * 8 / 1e6);
  // Links: 100 + 5 + 3 WSS phones, 2 shared UDP sockets; RTP and RTCP of both ends.
  EXPECT_DOUBLE_EQ(needs.ports, 108 + 2 + 95 * 2 * 2);
  EXPECT_GT(needs.descriptors, needs.ports);
  // 100 registrations at 100/s, 60 s of load, 9.5 s of the last call.
  EXPECT_EQ(needs.duration, 1s + 60s + 9500ms);
}

TEST_F(PlanReports, CallsAreBoundedByPhones) {
  forecast_.phones["agents"] = 20;
  EXPECT_LE(needs_of(*scenario_, forecast_, 2).concurrent_calls, 20);
}

TEST_F(PlanReports, SayThatTheMachineCan) {
  const PlanReport report = report_plan(*scenario_, forecast_, roomy, 2);
  EXPECT_TRUE(report.is_possible);
  for (const auto* line : {"Plan (seed 1)", "embedded stand-in", "600 starts, up to 10/s, from 0s to 1m",
                           "5 at a time", "3 starts at once", "journey.call.failed == 0  (implicit)",
                           "about 95 at a time", "This machine can do it."})
    EXPECT_THAT(report.text, HasSubstr(line));
}

TEST_F(PlanReports, SayWhatIsShort) {
  MachineLimits small = roomy;
  small.descriptors = 256;
  const PlanReport report = report_plan(*scenario_, forecast_, small, 2);
  EXPECT_FALSE(report.is_possible);
  EXPECT_THAT(report.text, HasSubstr("NOT ENOUGH: raise it with ulimit -n"));
  EXPECT_THAT(report.text, HasSubstr("cannot do it"));
  small = roomy;
  small.ports = 100;
  EXPECT_FALSE(report_plan(*scenario_, forecast_, small, 2).is_possible);
}

TEST_F(PlanReports, HoldTheDeploymentsLimit) {
  scenario_->deployment.limits.concurrent = 50;
  const PlanReport report = report_plan(*scenario_, forecast_, roomy, 2);
  EXPECT_FALSE(report.is_possible);
  EXPECT_THAT(report.text, HasSubstr("allows 50 calls at a time"));
}

}  // namespace
}  // namespace cxload::scenario
