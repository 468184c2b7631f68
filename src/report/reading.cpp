#include "reading.hpp"

#include <algorithm>
#include <array>

namespace cxload::report {
namespace {

/// "journey.call" holds latencies; "journey.call.failed" and "journey.call_service" are other things.
bool is_journey_latency(std::string_view name) {
  return name.starts_with("journey.") && name.find('.', 8) == std::string_view::npos &&
         !name.ends_with("_service");
}

}  // namespace

std::optional<stats::MetricId> find_metric(const result::RunResult& run, std::string_view name) {
  const auto found = std::find_if(run.metrics.begin(), run.metrics.end(),
                                  [&](const stats::Metric& metric) { return metric.name == name; });
  if (found == run.metrics.end()) return std::nullopt;
  return static_cast<stats::MetricId>(found - run.metrics.begin());
}

std::optional<Distribution> find_distribution(const result::RunResult& run, std::string_view name) {
  const auto id = find_metric(run, name);
  if (!id) return std::nullopt;
  const stats::Metric& metric = run.metrics[static_cast<std::size_t>(*id)];
  const stats::Cell* cell = run.snapshot.find(*id);
  if (metric.kind != stats::Kind::distribution || cell == nullptr || cell->histogram.empty())
    return std::nullopt;
  return Distribution{&metric, cell};
}

std::vector<Distribution> main_latencies(const result::RunResult& run) {
  constexpr std::array<std::string_view, 3> first = {"sip.rrd", "sip.srd", "sip.sdd"};
  std::vector<Distribution> found;
  for (const std::string_view name : first)
    if (const auto it = find_distribution(run, name)) found.push_back(*it);
  for (const stats::Metric& metric : run.metrics) {
    if (!is_journey_latency(metric.name)) continue;
    if (const auto it = find_distribution(run, metric.name)) found.push_back(*it);
  }
  return found;
}

std::vector<VoiceQuality> voice_qualities(const result::RunResult& run) {
  constexpr std::array<std::pair<const char*, std::string_view>, 3> bands = {
      {{"nb", "narrowband"}, {"wb", "wideband"}, {"fb", "fullband"}}};
  std::vector<VoiceQuality> found;
  const auto id = find_metric(run, "media.mos");
  if (!id) return found;
  for (const auto& [scale, band] : bands) {
    const stats::Cell* cell = run.snapshot.find(*id, {{"scale", scale}});
    if (cell != nullptr && !cell->histogram.empty())
      found.push_back({band, Distribution{&run.metrics[static_cast<std::size_t>(*id)], cell}});
  }
  return found;
}

std::uint64_t counter_of(const result::RunResult& run, std::string_view name) {
  const auto id = find_metric(run, name);
  const stats::Cell* cell = id ? run.snapshot.find(*id) : nullptr;
  return cell == nullptr ? 0 : static_cast<std::uint64_t>(std::max<std::int64_t>(cell->value, 0));
}

std::optional<double> ratio_of(const stats::Cell& cell) {
  if (cell.denominator == 0) return std::nullopt;
  return static_cast<double>(cell.numerator) / static_cast<double>(cell.denominator);
}

std::vector<std::optional<double>> column(const result::Series& series, std::string_view name) {
  std::vector<std::optional<double>> values;
  const auto found = std::find(series.columns.begin(), series.columns.end(), name);
  if (found == series.columns.end()) return values;
  const auto at = static_cast<std::size_t>(found - series.columns.begin());
  values.reserve(series.rows.size());
  for (const auto& row : series.rows) values.push_back(at < row.size() ? row[at] : std::nullopt);
  return values;
}

result::JourneyCounts total_of(const result::RunResult& run) {
  result::JourneyCounts total;
  for (const auto& [name, counts] : run.journeys) {
    total.planned += counts.planned;
    total.started += counts.started;
    total.completed += counts.completed;
    total.failed += counts.failed;
    total.dropped += counts.dropped;
  }
  return total;
}

}  // namespace cxload::report
