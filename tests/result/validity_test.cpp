/// Every limit of CONTRACT section 4, at both sides of its boundary.
#include <functional>

#include <gtest/gtest.h>

#include <cxload/result/validity.hpp>
#include <cxload/stats/recorder.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::result {
namespace {

using namespace std::chrono_literals;
using enum ValidityStatus;
using Change = std::function<void(ValidityInputs&)>;

ValidityInputs calm() {
  ValidityInputs inputs;
  inputs.journeys = {{"call", 1ms, 100ms}};
  inputs.planned = inputs.open_planned = inputs.open_started = 1000;
  return inputs;
}

Change lateness(Duration p99, Duration median) {
  return [=](ValidityInputs& in) { in.journeys = {{"quick", 1ms, 50ms}, {"call", p99, median}}; };
}
Change lag(Duration p99, Duration median) {
  return [=](ValidityInputs& in) {
    in.lag_p99 = p99;
    in.journeys = {{"long", 0ms, 10s}, {"short", 0ms, median}};
  };
}
Change late_drops(std::uint64_t dropped) {
  return [=](ValidityInputs& in) { in.dropped_late = dropped; };
}
Change starts(std::uint64_t started, std::uint64_t no_phone) {
  return [=](ValidityInputs& in) { in.open_started = started, in.open_no_phone = no_phone; };
}
Change local(const char* kind, std::uint64_t count) {
  return [=](ValidityInputs& in) { in.local_failures = {{kind, count}}; };
}

Change media(std::uint64_t due, std::uint64_t skipped) {
  return [=](ValidityInputs& in) { in.media_due = due, in.media_skipped = skipped; };
}

struct Case {
  const char* what;
  Change change;
  ValidityStatus expected;
  const char* reason = "";
};

TEST(Validity, LimitsAtBothSides) {
  const std::vector<Case> table{
      {"calm", [](ValidityInputs&) {}, valid},
      {"nothing measured", [](ValidityInputs& in) { in = {}; }, valid},
      // Short journeys: 10 ms count. Long ones: 5 % of their median.
      {"late 10 ms", lateness(10ms, 100ms), valid},
      {"late 10 ms and a bit", lateness(10ms + 1us, 100ms), degraded,
       "journeys \"call\" started up to 10 ms late"},
      {"late 10 ms, no journey done", lateness(10ms, 0ms), valid},
      {"late 5 % of 1 s", lateness(50ms, 1s), valid},
      {"late over 5 % of 1 s", lateness(50ms + 1us, 1s), degraded, "50 ms is tolerable"},
      {"late five times 10 ms", lateness(50ms, 100ms), degraded},
      {"late over five times 10 ms", lateness(50ms + 1us, 100ms), invalid, "started up to 50 ms late"},
      {"late five times 5 %", lateness(250ms, 1s), degraded},
      {"late over five times 5 %", lateness(250ms + 1us, 1s), invalid},
      {"lag 10 ms", lag(10ms, 20ms), valid},
      {"lag over 10 ms", lag(10ms + 1us, 20ms), degraded, "event loops answered"},
      {"lag 5 % of the shortest", lag(50ms, 1s), valid},
      {"lag five times", lag(50ms, 20ms), degraded},
      {"lag over five times", lag(50ms + 1us, 20ms), invalid},
      {"1 % dropped", late_drops(10), valid},
      {"over 1 % dropped", late_drops(11), invalid, "11 of 1000 planned starts were dropped"},
      {"98 % achieved", starts(980, 0), valid},
      {"under 98 % achieved", starts(979, 0), invalid, "only 979 of 1000 planned starts"},
      {"no phones are the deployment's", starts(700, 300), valid},
      {"under 98 % of those with a phone", starts(685, 300), invalid, "only 685 of 700"},
      {"no own packet lost", [](ValidityInputs& in) { in.socket_drops = 0; }, valid},
      {"own packet lost", [](ValidityInputs& in) { in.socket_drops = 1; }, degraded, "lost 1 packets"},
      {"own media sent late or in time", media(10'000, 0), valid},
      {"own media skipped", media(10'000, 1), degraded, "1 of 10000 media packets"},
      {"1 % of own media skipped", media(10'000, 100), degraded},
      {"over 1 % of own media skipped", media(10'000, 101), invalid, "101 of 10000"},
      {"busy under a second", [](ValidityInputs& in) { in.longest_busy = 1s - 1us; }, valid},
      {"busy for a second", [](ValidityInputs& in) { in.longest_busy = 1s; }, degraded, "over 95 % busy"},
      {"no descriptors", local("local.descriptors", 1), invalid, "ulimit"},
      {"no ports", local("local.ports", 2), invalid, "out of ports 2 times"},
      {"no memory", local("local.memory", 1), invalid, "memory"},
      {"none of them", local("local.descriptors", 0), valid},
      {"another failure of ours", local("local.bind", 3), valid},
      {"stopped", [](ValidityInputs& in) { in.longest_stop = 1ms; }, invalid, "stood still"},
      {"clock set forward", [](ValidityInputs& in) { in.clock_step = 3s; }, invalid, "set by 3000 ms"},
      {"clock set back", [](ValidityInputs& in) { in.clock_step = -3s; }, invalid, "set by 3000 ms"}};
  for (const Case& one : table) {
    ValidityInputs inputs = calm();
    one.change(inputs);
    const Validity validity = judge(inputs);
    EXPECT_EQ(validity.status, one.expected) << one.what;
    EXPECT_EQ(validity.reasons.size(), one.expected == valid ? 0U : 1U) << one.what;
    const std::string told = validity.reasons.empty() ? "" : validity.reasons[0];
    EXPECT_NE(told.find(one.reason), std::string::npos) << one.what << ": " << told;
  }
}

TEST(Validity, TheGravestComesFirstAndAllAreTold) {
  ValidityInputs inputs = calm();
  inputs.socket_drops = 4;
  inputs.lag_p99 = 1s;
  inputs.longest_stop = 1s;
  const Validity validity = judge(inputs);
  EXPECT_EQ(validity.status, invalid);
  ASSERT_EQ(validity.reasons.size(), 3U);
  EXPECT_NE(validity.reasons[0].find("event loops"), std::string::npos);
  EXPECT_NE(validity.reasons[2].find("sockets"), std::string::npos);
  EXPECT_EQ(validity.socket_drops, 4U);
  EXPECT_EQ(validity.achieved_share, 1.0);
}

TEST(Validity, ClosedLoadHasNoRateToReach) {
  ValidityInputs inputs = calm();
  inputs.open_planned = inputs.open_started = 0;
  EXPECT_FALSE(judge(inputs).achieved_share);
  EXPECT_EQ(judge(inputs).status, valid);
}

TEST(Validity, TimingsComeFromTheMeasurements) {
  namespace metric = stats::metric;
  stats::Catalogue catalogue;
  const auto call = catalogue.add_journey("call");
  catalogue.add_journey("never");
  stats::Recorder recorder(catalogue, {});
  const auto labels = recorder.intern({{"journey", "call"}});
  for (int i = 1; i <= 100; ++i) {
    recorder.sample(metric::load_lateness, labels, i * 1ms);
    recorder.sample(metric::load_lag, recorder.intern({}), i * 10us);
    recorder.sample(call.latency, labels, 1s);
  }
  recorder.add(metric::load_dropped, recorder.intern({{"reason", "late"}}), 3);
  recorder.add(metric::load_dropped, recorder.intern({{"reason", "no_phone"}}), 5);
  ValidityInputs inputs;
  const std::vector<std::string> journeys{"call", "never"};
  take_timings(inputs, catalogue, recorder.snapshot(), journeys);
  ASSERT_EQ(inputs.journeys.size(), 1U);
  EXPECT_EQ(inputs.journeys[0].name, "call");
  EXPECT_NEAR(static_cast<double>(inputs.journeys[0].lateness_p99 / 1us), 99'000, 99);
  EXPECT_NEAR(static_cast<double>(inputs.journeys[0].median / 1us), 1'000'000, 1000);
  EXPECT_EQ(inputs.lag_p99, 990us);
  EXPECT_EQ(inputs.dropped_late, 3U);
  EXPECT_EQ(inputs.dropped_no_phone, 5U);
  EXPECT_NEAR(judge(inputs).lateness_p50_ms, 50, 0.05);
}

}  // namespace
}  // namespace cxload::result
