#include "quantile_curve.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace cxload::compare {
namespace {

stats::Histogram one_to(std::int64_t last) {
  stats::Histogram histogram;
  for (std::int64_t value = 1; value <= last; ++value) histogram.record(value);
  return histogram;
}

TEST(QuantileCurve, IsTheSmallestValueWithEnoughSamplesUpToIt) {
  const QuantileCurve curve(one_to(1000));
  EXPECT_EQ(curve.count(), 1000U);
  EXPECT_DOUBLE_EQ(curve.at(0.5), 500);
  EXPECT_DOUBLE_EQ(curve.at(0.95), 950);
  EXPECT_DOUBLE_EQ(curve.at(0.0001), 1);
  EXPECT_DOUBLE_EQ(curve.at(1), 1000);
}

TEST(QuantileCurve, ValuesAreAboveZeroBecauseChangesAreRelative) {
  stats::Histogram histogram;
  histogram.record(0);
  EXPECT_GT(QuantileCurve(histogram).at(0.5), 0);
}

/// The binomial distribution with n = 100, p = 0.5: 40 … 60 holds 96 %, 39.5 … 60.5 to the normal rule.
TEST(QuantileCurve, IntervalOfAMedianComesFromBinomialRanks) {
  const QuantileCurve curve(one_to(100));
  const Range range = curve.around(0.5, 1.96, 100);
  EXPECT_NEAR(range.low, 40, 1);
  EXPECT_NEAR(range.high, 61, 1);
}

/// Of 400 samples 20 lie above the p95; Poisson(20), nearly: 12 … 29 holds 95 %.
TEST(QuantileCurve, IntervalOfATailQuantileIsSkewed) {
  const QuantileCurve curve(one_to(400));
  const Range range = curve.around(0.95, 1.96, 400);
  EXPECT_NEAR(400 - range.high, 11, 1.5);
  EXPECT_NEAR(400 - range.low, 29, 1.5);
}

TEST(QuantileCurve, AnEndBeyondAllSamplesIsOpen) {
  const QuantileCurve curve(one_to(60));
  EXPECT_TRUE(std::isinf(curve.around(0.95, 3, 60).high));
  EXPECT_EQ(curve.around(0.02, 3, 60).low, 0);
}

TEST(QuantileCurve, MoreSamplesOfTheSameShapeNarrowTheInterval) {
  const QuantileCurve curve(one_to(1000));
  const Range few = curve.around(0.95, 2, 1000), many = curve.around(0.95, 2, 100'000);
  EXPECT_LT(many.high - many.low, (few.high - few.low) / 5);
}

}  // namespace
}  // namespace cxload::compare
