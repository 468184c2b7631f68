/// Histogram: what is read from the counts.
#include <algorithm>
#include <cmath>
#include <limits>

#include <cxload/stats/buckets.hpp>
#include <cxload/stats/histogram.hpp>

namespace cxload::stats {

void Histogram::record_n(std::int64_t value, std::uint64_t n) {
  const std::int64_t kept = std::clamp<std::int64_t>(value, 0, buckets::highest_trackable);
  if (kept != value) saturated_ += n;
  add_at(buckets::index_of(kept), n);
}

void Histogram::add_at(std::size_t index, std::uint64_t n) {
  if (n == 0) return;
  counts_.add(index, n);
  count_ += n;
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

double Histogram::stddev() const {
  if (count_ == 0) return 0;
  const double centre = mean();
  double sum = 0;
  counts_.for_each([&](std::size_t index, std::uint64_t n) {
    const double off = static_cast<double>(buckets::middle_of(index)) - centre;
    sum += off * off * static_cast<double>(n);
    return true;
  });
  return std::sqrt(sum / static_cast<double>(count_));
}

std::int64_t Histogram::value_at_percentile(double percentile) const {
  if (count_ == 0) return 0;
  // One step down first, as HdrHistogram does: 99.9 % of 1000 must not become 1000 by rounding noise.
  const double below = std::nextafter(percentile, -std::numeric_limits<double>::infinity());
  const double rank =
      std::max(1.0, std::ceil(std::clamp(below, 0.0, 100.0) * static_cast<double>(count_) / 100));
  std::uint64_t seen = 0;
  std::size_t found = 0;
  counts_.for_each([&](std::size_t index, std::uint64_t n) {
    seen += n;
    found = index;
    return static_cast<double>(seen) < rank;
  });
  return percentile <= 0 ? buckets::lowest_of(found) : buckets::highest_of(found);
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
