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

}  // namespace
}  // namespace cxload::phone
