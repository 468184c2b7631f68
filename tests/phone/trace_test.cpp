#include <gtest/gtest.h>

#include <cxload/phone/telemetry.hpp>

namespace cxload::phone {
namespace {

TraceEntry entry(int n) {
  return {TimePoint{} + std::chrono::seconds(n), true, nullptr, nullptr, std::to_string(n)};
}

TEST(Trace, KeepsTheFirstAndTheLastEntriesInOrder) {
  Trace trace;
  for (int i = 0; i < 300; ++i) trace.add(entry(i));
  const std::vector<TraceEntry> kept = trace.entries();
  ASSERT_EQ(kept.size(), 128U);
  EXPECT_EQ(trace.dropped(), 172U);
  EXPECT_EQ(kept[31].event, "31");
  EXPECT_EQ(kept[32].event, "204");
  EXPECT_EQ(kept.back().event, "299");
}

TEST(Trace, LosesNothingWhileThereIsRoom) {
  Trace trace;
  for (int i = 0; i < 40; ++i) trace.add(entry(i));
  ASSERT_EQ(trace.entries().size(), 40U);
  EXPECT_EQ(trace.dropped(), 0U);
  for (int i = 0; i < 40; ++i)
    EXPECT_EQ(trace.entries()[static_cast<std::size_t>(i)].event, std::to_string(i));
}

TEST(Trace, WhatArrivedEarlierThanItWasReadStandsInItsPlace) {
  Trace trace;
  for (const int at : {1, 3, 2}) trace.add(entry(at));
  EXPECT_EQ(trace.entries()[1].event, "2");
  EXPECT_EQ(trace.entries()[2].event, "3");
}

TEST(Trace, KeepsEightKibibytesOfAMessage) {
  Trace trace;
  const auto long_message = std::make_shared<const std::string>(64 * 1024, 'x');
  const auto short_message = std::make_shared<const std::string>("OPTIONS");
  trace.add({TimePoint{}, false, nullptr, long_message, {}});
  trace.add({TimePoint{}, false, nullptr, short_message, {}});
  EXPECT_EQ(trace.entries()[0].raw->size(), 8192U);
  EXPECT_EQ(trace.entries()[1].raw, short_message) << "shared, not copied";
}

}  // namespace
}  // namespace cxload::phone
