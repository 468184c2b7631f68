/// Histogram against an exact sorted list, and its arithmetic against itself.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/base/random.hpp>
#include <cxload/stats/buckets.hpp>
#include <cxload/stats/histogram.hpp>

namespace cxload::stats {
namespace {

/// Values over all magnitudes, as latencies are: a few µs up to an hour.
std::vector<std::int64_t> draw_values(std::uint64_t seed, std::size_t count) {
  Random random(seed);
  std::vector<std::int64_t> values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(static_cast<std::int64_t>(std::exp(random.unit() * std::log(3.6e9))));
  return values;
}

Histogram record_all(const std::vector<std::int64_t>& values) {
  Histogram histogram;
  for (const std::int64_t value : values) histogram.record(value);
  return histogram;
}

TEST(Buckets, EveryValueLiesInItsBucketAndBucketsTouch) {
  std::int64_t next = 0;
  for (std::size_t index = 0; index < buckets::count; ++index) {
    ASSERT_EQ(buckets::lowest_of(index), next) << index;
    next = buckets::highest_of(index) + 1;
    if (buckets::highest_of(index) > buckets::highest_trackable) continue;
    ASSERT_EQ(buckets::index_of(buckets::lowest_of(index)), index);
    ASSERT_EQ(buckets::index_of(buckets::middle_of(index)), index);
    ASSERT_EQ(buckets::index_of(buckets::highest_of(index)), index);
  }
  EXPECT_LT(buckets::index_of(buckets::highest_trackable), buckets::count);
}

TEST(Histogram, PercentilesAreWithinATenthOfAPercentOfTheExactOnes) {
  for (const std::size_t size : {1U, 2U, 10U, 999U, 1000U, 20000U}) {
    auto values = draw_values(size, size);
    const Histogram histogram = record_all(values);
    std::sort(values.begin(), values.end());
    for (const double p : {0.1, 5.0, 50.0, 90.0, 95.0, 99.0, 99.9, 99.99, 100.0}) {
      const auto rank = static_cast<std::size_t>(std::ceil(p / 100 * static_cast<double>(size) - 1e-9));
      const std::int64_t exact = values[std::max<std::size_t>(rank, 1) - 1];
      const std::int64_t told = histogram.value_at_percentile(p);
      EXPECT_GE(told, exact) << "p" << p << " of " << size;
      EXPECT_LE(static_cast<double>(told - exact), 0.001 * static_cast<double>(exact)) << "p" << p;
    }
  }
}

TEST(Histogram, SeveralPercentilesInOnePassAreTheSingleOnes) {
  constexpr std::array<double, 7> wanted = {0, 5, 5, 50, 99, 99.9, 100};
  for (const std::size_t size : {0U, 1U, 7U, 1000U}) {
    const Histogram histogram = record_all(draw_values(size, size));
    std::array<std::int64_t, wanted.size()> values{};
    values.fill(-1);
    histogram.values_at_percentiles(wanted, values);
    for (std::size_t i = 0; i < wanted.size(); ++i)
      EXPECT_EQ(values[i], histogram.value_at_percentile(wanted[i])) << "p" << wanted[i] << " of " << size;
    EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
  }
}

TEST(Histogram, MeanAndDeviationAreWithinATenthOfAPercent) {
  const auto values = draw_values(3, 50000);
  const Histogram histogram = record_all(values);
  long double sum = 0, squares = 0;
  for (const std::int64_t value : values) sum += static_cast<long double>(value);
  const long double mean = sum / static_cast<long double>(values.size());
  for (const std::int64_t value : values)
    squares += (static_cast<long double>(value) - mean) * (static_cast<long double>(value) - mean);
  const auto deviation = static_cast<double>(std::sqrt(squares / static_cast<long double>(values.size())));
  EXPECT_NEAR(histogram.mean(), static_cast<double>(mean), 0.001 * static_cast<double>(mean));
  EXPECT_NEAR(histogram.stddev(), deviation, 0.001 * deviation);
}

TEST(Histogram, EndsAreTheEquivalentValues) {
  Histogram histogram;
  histogram.record(5000);  // steps of 4 here
  histogram.record(100'001);
  EXPECT_EQ(histogram.min(), 5000);
  EXPECT_EQ(histogram.value_at_percentile(0), 5000);
  EXPECT_EQ(histogram.value_at_percentile(50), 5003);
  EXPECT_EQ(histogram.max(), histogram.value_at_percentile(100));
  EXPECT_EQ(histogram.max(), 100'031);
  EXPECT_EQ(histogram.value_at_percentile(-5), 5000);
  EXPECT_EQ(histogram.value_at_percentile(250), 100'031);
}

TEST(Histogram, RoundingNoiseDoesNotLiftAPercentile) {
  Histogram histogram;
  for (int i = 1; i <= 10000; ++i) histogram.record(i);
  // 0.07 * 10000 / 100 is 7.000000000000001 in doubles.
  EXPECT_EQ(histogram.value_at_percentile(0.07), 7);
  EXPECT_EQ(histogram.value_at_percentile(0.08), 8);
  EXPECT_EQ(histogram.value_at_percentile(0.081), 9);
}

TEST(Histogram, EmptyIsSmallAndReadsZero) {
  const Histogram histogram;
  EXPECT_LT(sizeof histogram + histogram.counts().memory(), 100U);
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.min() + histogram.max() + histogram.value_at_percentile(50), 0);
  EXPECT_EQ(histogram.mean() + histogram.stddev(), 0);
}

TEST(Histogram, FewMagnitudesCostLittle) {
  Histogram histogram;
  for (int i = 0; i < 100000; ++i) histogram.record(20'000 + i % 1000);
  EXPECT_LT(histogram.counts().memory(), 4096U);
}

TEST(Histogram, ValuesBeyondTheEndsAreKeptThereAndCounted) {
  Histogram histogram;
  histogram.record(-1);
  histogram.record_n(buckets::highest_trackable + 1, 2);
  histogram.record(std::numeric_limits<std::int64_t>::max());
  histogram.record(buckets::highest_trackable);
  EXPECT_EQ(histogram.count(), 5U);
  EXPECT_EQ(histogram.saturated(), 4U);
  EXPECT_EQ(histogram.min(), 0);
  EXPECT_EQ(buckets::index_of(buckets::highest_trackable), buckets::index_of(histogram.max() - 1'000'000));
}

TEST(Histogram, ShardsMergedEqualOne) {
  const auto values = draw_values(11, 10000);
  std::vector<Histogram> shards(7);
  for (std::size_t i = 0; i < values.size(); ++i) shards[i % shards.size()].record(values[i]);
  Histogram merged;
  for (const Histogram& shard : shards) merged.merge(shard);
  EXPECT_EQ(merged, record_all(values));
}

TEST(Histogram, MergeIsAssociativeAndCommutative) {
  const Histogram a = record_all(draw_values(1, 500)), b = record_all(draw_values(2, 300)),
                  c = record_all(draw_values(3, 700));
  Histogram left = a, right = b, swapped = c;
  left.merge(b);
  left.merge(c);
  right.merge(c);
  Histogram outer = a;
  outer.merge(right);
  swapped.merge(b);
  swapped.merge(a);
  EXPECT_EQ(left, outer);
  EXPECT_EQ(left, swapped);
}

TEST(Histogram, SubtractLeavesTheInterval) {
  const auto first = draw_values(5, 4000), second = draw_values(6, 100);
  Histogram histogram = record_all(first);
  histogram.record(-1);
  const Histogram before = histogram;
  for (const std::int64_t value : second) histogram.record(value);
  Histogram interval = histogram;
  interval.subtract(before);
  EXPECT_EQ(interval, record_all(second));
  interval.subtract(interval);
  EXPECT_EQ(interval, Histogram{});
}

TEST(Histogram, CopiesDoNotFeelEachOther) {
  Histogram one = record_all({10, 20, 30});
  Histogram two = one;
  two.record(20);
  one.record(5'000'000);
  EXPECT_EQ(one.count(), 4U);
  EXPECT_EQ(two.count(), 4U);
  EXPECT_EQ(one.counts().at(20), 1U);
  EXPECT_EQ(two.counts().at(20), 2U);
  EXPECT_EQ(two.max(), 30);
}

TEST(Histogram, RecordingGoesOnWhileAnotherThreadReadsACopy) {
  Histogram writer;
  for (int round = 0; round < 50; ++round) {
    Histogram copy = writer;
    std::jthread reader(
        [copy = std::move(copy), expected = writer.count()] { EXPECT_EQ(copy.counts().total(), expected); });
    for (int i = 0; i < 500; ++i) writer.record(i * 37);
  }
  EXPECT_EQ(writer.count(), 25000U);
}

}  // namespace
}  // namespace cxload::stats
