/// SeriesBuilder: one row a second of what the report plots.
#pragma once
#include <cxload/result/run_result.hpp>
#include <cxload/stats/metric.hpp>

#include "shard_report.hpp"

namespace cxload::run {

/// Threads: the main thread. Bounded: when 7,200 rows are full, every second one goes and the interval
/// doubles.
class SeriesBuilder {
 public:
  explicit SeriesBuilder(const stats::Catalogue& catalogue);
  void add(double seconds, const ShardReport& now);
  [[nodiscard]] const result::Series& series() const { return series_; }

 private:
  using Row = std::vector<std::optional<double>>;
  void halve();
  void add_latencies(Row& row, const stats::Snapshot& now);

  const stats::Catalogue& catalogue_;
  std::vector<stats::MetricId> latencies_;  ///< three columns each, behind the others
  result::Series series_;
  std::vector<stats::Histogram> last_;  ///< of each of them, as it was for the former row
  result::JourneyCounts last_counts_;
};

}  // namespace cxload::run
