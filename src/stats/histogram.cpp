/// Histogram: what is read from the counts.
#include <algorithm>
#include <cmath>
#include <limits>

#include <cxload/stats/buckets.hpp>
#include <cxload/stats/histogram.hpp>

namespace cxload::stats {
namespace {

/// How many of `count` values, ascending, it takes to reach `percentile`.
double rank_of(double percentile, std::uint64_t count) {
  // One step down first, as HdrHistogram does: 99.9 % of 1000 must not become 1000 by rounding noise.
  const double below = std::nextafter(percentile, -std::numeric_limits<double>::infinity());
  const auto all = static_cast<double>(count);
  return std::min(std::max(1.0, std::ceil(std::clamp(below, 0.0, 100.0) * all / 100)), all);
}

}  // namespace

void Histogram::record_n(std::int64_t value, std::uint64_t n) {
  const std::int64_t kept = std::clamp<std::int64_t>(value, 0, buckets::highest_trackable);
  if (kept != value) saturated_ += n;
  add_at(buckets::index_of(kept), n);
}

std::int64_t Histogram::min() const {
  const auto index = counts_.first();
  return index ? buckets::lowest_of(*index) : 0;
}

std::int64_t Histogram::max() const {
  const auto index = counts_.last();
  return index ? buckets::highest_of(*index) : 0;
}

double Histogram::mean() const {
  if (count_ == 0) return 0;
  double sum = 0;
  counts_.for_each([&](std::size_t index, std::uint64_t n) {
    sum += static_cast<double>(buckets::middle_of(index)) * static_cast<double>(n);
    return true;
  });
  return sum / static_cast<double>(count_);
}

Histogram::Spread Histogram::spread() const {
  if (count_ == 0) return {};
  const double centre = mean();
  double sum = 0;
  counts_.for_each([&](std::size_t index, std::uint64_t n) {
    const double off = static_cast<double>(buckets::middle_of(index)) - centre;
    sum += off * off * static_cast<double>(n);
    return true;
  });
  return {centre, std::sqrt(sum / static_cast<double>(count_))};
}

std::int64_t Histogram::value_at_percentile(double percentile) const {
  std::int64_t value = 0;
  values_at_percentiles({&percentile, 1}, {&value, 1});
  return value;
}

void Histogram::values_at_percentiles(std::span<const double> percentiles,
                                      std::span<std::int64_t> values) const {
  std::fill(values.begin(), values.end(), 0);
  if (count_ == 0 || percentiles.empty()) return;
  std::size_t next = 0;
  double rank = rank_of(percentiles[next], count_);
  std::uint64_t seen = 0;
  counts_.for_each([&](std::size_t index, std::uint64_t n) {
    seen += n;
    while (static_cast<double>(seen) >= rank) {
      values[next] = percentiles[next] <= 0 ? buckets::lowest_of(index) : buckets::highest_of(index);
      if (++next == percentiles.size()) return false;
      rank = rank_of(percentiles[next], count_);
    }
    return true;
  });
}

void Histogram::merge(const Histogram& other) {
  counts_.merge(other.counts_);
  count_ += other.count_;
  saturated_ += other.saturated_;
}

void Histogram::subtract(const Histogram& earlier) {
  counts_.subtract(earlier.counts_);
  count_ = counts_.total();
  saturated_ -= std::min(saturated_, earlier.saturated_);
}

}  // namespace cxload::stats
