// Offered load: what achieved starts are compared with.
#include <gtest/gtest.h>

#include <cxload/load/offered.hpp>
#include <cxload/load/plan.hpp>

namespace cxload::load {
namespace {

using namespace std::chrono_literals;

Entry ramp(Spacing spacing) {
  Entry entry;
  entry.start = 10s;
  entry.load = OpenLoad{{{0, 5, 20s}, {5, 5, 1min}}, spacing};
  return entry;
}

TEST(Offered, GrowsWithTheIntegralFromTheStartOfTheEntry) {
  const Entry entry = ramp(Spacing::poisson);
  EXPECT_DOUBLE_EQ(offered(entry, 9s), 0);
  EXPECT_DOUBLE_EQ(offered(entry, 20s), 12.5);
  EXPECT_DOUBLE_EQ(offered(entry, 1h), 350);
  EXPECT_DOUBLE_EQ(offered_in_all(entry), 350);
  EXPECT_DOUBLE_EQ(peak_rate(entry), 5);
}

TEST(Offered, CountsWhatThePlanStarts) {
  const Entry entry = ramp(Spacing::uniform);
  Plan plan({entry}, 1);
  double started = 0;
  while (const auto start = plan.next()) {
    // Up to its own moment: all before it; just after: itself too.
    EXPECT_NEAR(offered(entry, start->at), started, 1.0);
    ++started;
    EXPECT_DOUBLE_EQ(offered(entry, start->at + 10ms), started);
  }
  EXPECT_DOUBLE_EQ(offered_in_all(entry), started);
}

TEST(Offered, KnowsCountsAndLeavesClosedLoadOut) {
  Entry count;
  count.start = 2s;
  count.load = CountLoad{7};
  EXPECT_DOUBLE_EQ(offered(count, 1s), 0);
  EXPECT_DOUBLE_EQ(offered(count, 2s), 7);
  EXPECT_DOUBLE_EQ(offered_in_all(count), 7);
  EXPECT_DOUBLE_EQ(peak_rate(count), 0);
  Entry closed;
  closed.load = ClosedLoad{20};
  EXPECT_DOUBLE_EQ(offered_in_all(closed), 0);
}

}  // namespace
}  // namespace cxload::load
