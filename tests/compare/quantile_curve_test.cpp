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

/// Binomial, n = 100, p = 0.5: below 40 and from 61 on lie 1.76 % each, and one further in it is 2.84 %.
TEST(QuantileCurve, IntervalOfAMedianComesFromBinomialRanks) {
  const QuantileCurve curve(one_to(100));
  const Range range = curve.around(0.5, 1.96, 100);
  EXPECT_EQ(range.low, 40);
  EXPECT_EQ(range.high, 61);
}

/// Ten of 1,000 samples lie above the p99, Poisson(10), nearly: 22 and more in 0.07 % of cases, none in 0.005
/// %. A normal interval of 3.2 deviations (0.07 % a side) would end at 21 and be wrong twice as often above.
TEST(QuantileCurve, IntervalOfATailQuantileIsSkewed) {
  const QuantileCurve curve(one_to(1000));
  const Range range = curve.around(0.99, 3.2, 1000);
  EXPECT_LE(range.low, 1000 - 22);
  EXPECT_GE(range.low, 1000 - 24);
  EXPECT_EQ(range.high, 1000) << "the largest sample still counts: none above it is rarer than that";
}

TEST(QuantileCurve, AnEndBeyondAllSamplesIsOpen) {
  const QuantileCurve curve(one_to(60));
  EXPECT_TRUE(std::isinf(curve.around(0.95, 3, 60).high));
  EXPECT_EQ(curve.around(0.02, 3, 60).low, 0);
}

/// Few samples leave gaps; they must not make a p95 look as if no number of samples could tell it.
TEST(QuantileCurve, MoreSamplesThanThereAreCloseTheGaps) {
  stats::Histogram histogram;
  for (const std::int64_t value : {100, 200, 400, 800}) histogram.record(value);
  const QuantileCurve curve(histogram);
  EXPECT_DOUBLE_EQ(curve.at(0.5, 1e6), 300);
  const Range range = curve.around(0.5, 3, 1e6);
  EXPECT_NEAR(range.low, 300, 2);
  EXPECT_NEAR(range.high, 300, 2);
  EXPECT_DOUBLE_EQ(curve.at(0.5, 4), 200);
}

TEST(QuantileCurve, MoreSamplesOfTheSameShapeNarrowTheInterval) {
  const QuantileCurve curve(one_to(1000));
  const Range few = curve.around(0.95, 2, 1000), many = curve.around(0.95, 2, 100'000);
  EXPECT_LT(many.high - many.low, (few.high - few.low) / 5);
}

}  // namespace
}  // namespace cxload::compare
