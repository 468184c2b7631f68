#include "changes.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include <cxload/base/random.hpp>

#include "probability.hpp"

namespace cxload::compare {
namespace {

/// Newcombe 1998, table II, example (a): 56/70 - 48/80, method 10: 0.0524 … 0.3339.
TEST(RatioChange, IntervalIsNewcombes) {
  const Range range = interval_at(ratio_change({48, 80}, {56, 70}, 0.01), 0.05);
  EXPECT_NEAR(range.low, 0.0524, 0.0002);
  EXPECT_NEAR(range.high, 0.3339, 0.0002);
}

/// The same table, example (h): 10/10 - 0/10.
TEST(RatioChange, IntervalStaysWithinWhatRatiosCanBe) {
  const Range range = interval_at(ratio_change({0, 10}, {10, 10}, 0.01), 0.05);
  EXPECT_NEAR(range.low, 0.6075, 0.0002);
  EXPECT_NEAR(range.high, 1, 1e-9);
}

TEST(RatioChange, EqualRatiosAreNoEvidence) {
  EXPECT_EQ(p_value(ratio_change({99, 100}, {99, 100}, 0.01)), 1);
}

stats::Histogram exponential(std::uint64_t seed, double mean, int n) {
  Random random(seed);
  stats::Histogram histogram;
  for (int i = 0; i < n; ++i) histogram.record(static_cast<std::int64_t>(random.exponential(mean)));
  return histogram;
}

/// Of 1,000 pairs of equal sides the 90 % interval must miss zero in about 100: fewer than 130 (five standard
/// deviations are 47, and it may be careful).
TEST(QuantileChange, IntervalMissesEqualsAsOftenAsItSays) {
  for (const double q : {0.5, 0.95, 0.99}) {
    int misses = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) {
      const QuantileCurve base(exponential(2 * i, 20'000, 1200)),
          changed(exponential(2 * i + 1, 20'000, 1200));
      const Range range = interval_at(quantile_change(base, changed, q), 0.10);
      if (range.low > 0 || range.high < 0) ++misses;
    }
    EXPECT_LT(misses, 130) << q;
    EXPECT_GT(misses, 40) << q << ": so careful that it would find nothing";
  }
}

TEST(QuantileChange, IsTheLogarithmOfTheFactor) {
  const QuantileCurve base(exponential(1, 20'000, 50'000)), changed(exponential(2, 30'000, 50'000));
  const Estimate estimate = quantile_change(base, changed, 0.95);
  EXPECT_NEAR(std::exp(estimate.change), 1.5, 0.05);
  EXPECT_LT(p_value(estimate), 1e-9);
  const Range range = interval_at(estimate, 0.01);
  EXPECT_LT(range.low, std::log(1.5));
  EXPECT_GT(range.high, std::log(1.5));
}

TEST(Estimate, TheWiderOfTwoIntervalsCounts) {
  const QuantileCurve base(exponential(1, 20'000, 50'000)), changed(exponential(2, 30'000, 50'000));
  Estimate estimate = quantile_change(base, changed, 0.95);
  const Range within = interval_at(estimate, 0.05);
  estimate.between = Scatter{0.001, 3, 3};
  EXPECT_EQ(interval_at(estimate, 0.05).low, within.low);
  estimate.between = Scatter{0.5, 3, 3};
  EXPECT_LT(interval_at(estimate, 0.05).low, 0);
  EXPECT_GT(p_value(estimate), 0.05);
}

TEST(Estimate, ScatterIsThatOfRunsAroundTheirOwnSide) {
  const auto scatter = scatter_of(std::vector{1.0, 2.0, 3.0}, std::vector{11.0, 12.0, 13.0});
  ASSERT_TRUE(scatter);
  EXPECT_DOUBLE_EQ(scatter->deviation, 1);
  EXPECT_DOUBLE_EQ(scatter->freedom(), 4);
  EXPECT_FALSE(scatter_of(std::vector{1.0, 2.0}, std::vector{1.0})) << "one degree of freedom says nothing";
}

/// Printed tables: t of 4 degrees of freedom, 5 % in both tails, is 2.776; χ² of 8 at 10 % is 3.490.
TEST(Probability, AgreesWithPrintedTables) {
  EXPECT_NEAR(normal_width(0.05), 1.95996, 1e-5);
  EXPECT_NEAR(normal_tails(1.95996), 0.05, 1e-6);
  EXPECT_NEAR(student_width(0.05, 4), 2.776, 5e-4);
  EXPECT_NEAR(student_tails(2.776, 4), 0.05, 1e-4);
  EXPECT_NEAR(deviation_doubt(0.1, 8), std::sqrt(8 / 3.490), 1e-3);
}

}  // namespace
}  // namespace cxload::compare
