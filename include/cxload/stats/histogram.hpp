/// Histogram: latencies of 1 µs … 1 h at three significant digits, counted as HdrHistogram counts them.
#pragma once
#include <cstdint>
#include <span>

#include <cxload/stats/counts.hpp>

namespace cxload::stats {

/// Its state is its counts and nothing else, so merging, subtracting and a trip through a file lose nothing:
/// min is the lowest and max the highest value equivalent to the recorded one (0.1 % at most off).
/// Empty it takes under 100 bytes; 1 KB more for each 128 neighbouring counts in use. Copies share memory.
/// Threads: one writer an object; copies may go to other threads.
class Histogram {
 public:
  void record(std::int64_t value) { record_n(value, 1); }
  /// Values outside 0 … 1 h are recorded at the nearer end and counted as saturated.
  void record_n(std::int64_t value, std::uint64_t n);
  /// Adds counts as they stand in a file; `index` < buckets::count.
  void add_at(std::size_t index, std::uint64_t n) {
    if (n == 0) return;
    counts_.add(index, n);
    count_ += n;
  }
  void add_saturated(std::uint64_t n) { saturated_ += n; }

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::uint64_t saturated() const { return saturated_; }
  [[nodiscard]] std::int64_t min() const;  ///< 0 when empty, as are all of these
  [[nodiscard]] std::int64_t max() const;
  struct Spread {
    double mean = 0, stddev = 0;  ///< of the population
  };
  [[nodiscard]] double mean() const;
  [[nodiscard]] double stddev() const { return spread().stddev; }
  [[nodiscard]] Spread spread() const;
  /// The highest value equivalent to the smallest recorded one that at least `percentile` % of all are not
  /// above; 0 gives the lowest equivalent to the smallest. Clamped to 0 … 100.
  [[nodiscard]] std::int64_t value_at_percentile(double percentile) const;
  /// The same for several in one pass: `percentiles` ascend, `values` has a place for each.
  void values_at_percentiles(std::span<const double> percentiles, std::span<std::int64_t> values) const;

  void merge(const Histogram& other);
  void subtract(const Histogram& earlier);  ///< leaves what was recorded since `earlier` was copied from it
  [[nodiscard]] bool operator==(const Histogram& other) const = default;

  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  std::uint64_t count_ = 0;
  std::uint64_t saturated_ = 0;
  Counts counts_;
};

}  // namespace cxload::stats
