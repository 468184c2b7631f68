#include "health_watch.hpp"

#include <gtest/gtest.h>

namespace cxload::run {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Clocks {
  WallAnchor anchor{TimePoint{} + seconds(100), WallTime{} + seconds(1'000'000)};
  TimePoint at(Duration after) const { return anchor.steady + after; }
  WallTime wall(Duration after) const {
    return anchor.wall + std::chrono::duration_cast<WallTime::duration>(after);
  }
};

TEST(HealthWatch, AnOrdinaryRunIsHealthy) {
  const Clocks clocks;
  HealthWatch watch(clocks.anchor);
  for (int i = 1; i <= 60; ++i)
    watch.tick(clocks.at(seconds(i)), clocks.wall(seconds(i) + milliseconds(150)), 0.6);
  EXPECT_EQ(watch.health().longest_stop, Duration::zero());
  EXPECT_EQ(watch.health().clock_step, Duration::zero());
  EXPECT_EQ(watch.health().longest_busy, Duration::zero());
  EXPECT_DOUBLE_EQ(watch.health().busiest_shard_share, 0.6);
}

TEST(HealthWatch, NoticesAStoppedProcess) {
  const Clocks clocks;
  HealthWatch watch(clocks.anchor);
  watch.tick(clocks.at(seconds(1)), clocks.wall(seconds(1)), 0);
  watch.tick(clocks.at(seconds(9)), clocks.wall(seconds(9)), 0);
  EXPECT_EQ(watch.health().longest_stop, Duration(seconds(8)));
}

TEST(HealthWatch, NoticesAClockStepInEitherDirection) {
  for (const milliseconds step : {milliseconds(900), milliseconds(-900)}) {
    const Clocks clocks;
    HealthWatch watch(clocks.anchor);
    watch.tick(clocks.at(seconds(1)), clocks.wall(seconds(1) + step), 0);
    EXPECT_EQ(watch.health().clock_step, Duration(milliseconds(900)));
  }
}

TEST(HealthWatch, AddsUpAnUnbrokenBusyStretchOnly) {
  const Clocks clocks;
  HealthWatch watch(clocks.anchor);
  int second = 0;
  for (const double share : {0.99, 0.99, 0.5, 0.97, 0.98, 0.99, 0.1})
    watch.tick(clocks.at(seconds(++second)), clocks.wall(seconds(second)), share);
  EXPECT_EQ(watch.health().longest_busy, Duration(seconds(3)));
}

}  // namespace
}  // namespace cxload::run
