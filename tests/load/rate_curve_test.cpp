// RateCurve: the integral of a rate in straight pieces, and its inverse.
#include <gtest/gtest.h>

#include <cxload/load/rate_curve.hpp>

namespace cxload::load {
namespace {

using namespace std::chrono_literals;

TEST(RateCurve, IntegratesAConstantRate) {
  const RateCurve curve(std::vector<RateStage>{{50, 50, 30s}});
  EXPECT_DOUBLE_EQ(curve.total(), 1500);
  EXPECT_DOUBLE_EQ(curve.starts_until(10s), 500);
  EXPECT_DOUBLE_EQ(curve.starts_until(1h), 1500);
  EXPECT_DOUBLE_EQ(curve.starts_until(-1s), 0);
  EXPECT_DOUBLE_EQ(curve.peak(), 50);
  EXPECT_EQ(curve.length(), 30s);
}

TEST(RateCurve, IntegratesARampAsATriangle) {
  const RateCurve curve(std::vector<RateStage>{{0, 5, 20s}, {5, 5, 60s}, {5, 0, 10s}});
  EXPECT_DOUBLE_EQ(curve.starts_until(10s), 12.5);  // ½ · 10 s · 2.5/s
  EXPECT_DOUBLE_EQ(curve.starts_until(20s), 50);
  EXPECT_DOUBLE_EQ(curve.starts_until(80s), 350);
  EXPECT_DOUBLE_EQ(curve.total(), 375);
}

TEST(RateCurve, InverseMeetsTheIntegralEverywhere) {
  const RateCurve curve(std::vector<RateStage>{{0, 5, 20s}, {5, 5, 60s}, {5, 2, 10s}, {2, 2, 5s}});
  for (double starts = 0; starts < curve.total(); starts += 0.37) {
    const auto seconds = curve.seconds_at(starts);
    ASSERT_TRUE(seconds) << starts;
    const auto elapsed = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(*seconds));
    EXPECT_NEAR(curve.starts_until(elapsed), starts, 1e-6);
  }
}

TEST(RateCurve, JumpsOverPiecesThatStartNothing) {
  const RateCurve curve(std::vector<RateStage>{{10, 10, 1s}, {0, 0, 5s}, {10, 10, 1s}});
  EXPECT_NEAR(*curve.seconds_at(9), 0.9, 1e-9);
  EXPECT_NEAR(*curve.seconds_at(10), 6, 1e-9);
  const RateCurve late(std::vector<RateStage>{{0, 0, 5s}, {10, 10, 1s}});
  EXPECT_NEAR(*late.seconds_at(0), 5, 1e-9);
}

TEST(RateCurve, EndsBeforeItsTotal) {
  const RateCurve curve(std::vector<RateStage>{{1.1, 1.1, 50s}});
  EXPECT_GT(curve.total(), 55);  // by a rounding error, which is no 56th start
  EXPECT_TRUE(curve.seconds_at(54));
  EXPECT_FALSE(curve.seconds_at(55));
  EXPECT_FALSE(RateCurve(std::vector<RateStage>{}).seconds_at(0));
  EXPECT_FALSE(RateCurve(std::vector<RateStage>{{5, 5, 0s}}).seconds_at(0));
}

}  // namespace
}  // namespace cxload::load
