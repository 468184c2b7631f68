/// Reads the measurements of a RunResult by metric name, in the metric's unit.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <cxload/result/run_result.hpp>

namespace cxload::report {

/// A distribution with its scale. Lifetime: of the result it was read from.
struct Distribution {
  const stats::Metric* metric;
  const stats::Cell* cell;

  [[nodiscard]] std::uint64_t samples() const { return cell->histogram.count(); }
  [[nodiscard]] double at(double percentile) const {
    return scaled(cell->histogram.value_at_percentile(percentile));
  }
  [[nodiscard]] double min() const { return scaled(cell->histogram.min()); }
  [[nodiscard]] double max() const { return scaled(cell->histogram.max()); }
  [[nodiscard]] double mean() const { return cell->histogram.mean() / metric->per_unit; }
  [[nodiscard]] double stddev() const { return cell->histogram.stddev() / metric->per_unit; }

 private:
  [[nodiscard]] double scaled(std::int64_t value) const {
    return static_cast<double>(value) / metric->per_unit;
  }
};

[[nodiscard]] std::optional<stats::MetricId> find_metric(const result::RunResult& run, std::string_view name);
/// None when the metric is unknown, no distribution, or has no sample.
[[nodiscard]] std::optional<Distribution> find_distribution(const result::RunResult& run,
                                                            std::string_view name);
/// The latencies that a reader asks for first: sip.rrd, sip.srd, sip.sdd, then the journeys'.
[[nodiscard]] std::vector<Distribution> main_latencies(const result::RunResult& run);
/// Speech as it was heard, each band on its own scale: they are never mixed.
struct VoiceQuality {
  std::string_view band;  ///< "narrowband"
  Distribution mos;
};
[[nodiscard]] std::vector<VoiceQuality> voice_qualities(const result::RunResult& run);
/// 0 for a counter that is unknown or was never counted.
[[nodiscard]] std::uint64_t counter_of(const result::RunResult& run, std::string_view name);
/// numerator/denominator; none with a zero denominator.
[[nodiscard]] std::optional<double> ratio_of(const stats::Cell& cell);

/// Values of one column of the series; empty when there is no such column.
[[nodiscard]] std::vector<std::optional<double>> column(const result::Series& series, std::string_view name);

/// All journeys added up.
[[nodiscard]] result::JourneyCounts total_of(const result::RunResult& run);

}  // namespace cxload::report
