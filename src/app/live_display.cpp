#include "live_display.hpp"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

#include <fmt/format.h>

#include <cxload/stats/standard_metrics.hpp>

namespace cxload::app {
namespace {

namespace metric = stats::metric;

void put(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

/// Mean of the last few rows of a column that counts events of a second.
std::optional<double> recent_rate(const result::Series& series, std::string_view name) {
  constexpr std::size_t rows = 5;
  const auto column = std::find(series.columns.begin(), series.columns.end(), name);
  if (column == series.columns.end() || series.rows.empty()) return std::nullopt;
  const auto at = static_cast<std::size_t>(column - series.columns.begin());
  const std::size_t n = std::min(rows, series.rows.size());
  double sum = 0;
  for (std::size_t i = series.rows.size() - n; i < series.rows.size(); ++i)
    sum += series.rows[i][at].value_or(0);
  return sum / static_cast<double>(n) / series.interval_s;
}

void add_latency(report::LiveStatus& status, const result::RunResult& run, stats::MetricId id) {
  const stats::Cell* cell = run.snapshot.find(id);
  if (cell == nullptr || cell->histogram.count() == 0) return;
  const stats::Metric& metric = run.metrics.at(static_cast<std::size_t>(id));
  const auto at = [&](double percentile) {
    return static_cast<double>(cell->histogram.value_at_percentile(percentile)) / metric.per_unit;
  };
  status.latencies.push_back({metric.name, metric.unit, cell->histogram.count(), at(50), at(95), at(99)});
}

report::LiveGate gate_of(const result::ThresholdResult& gate) {
  using State = report::LiveGate::State;
  const State state = !gate.observed ? State::pending : gate.pass ? State::passing : State::failing;
  return {gate.text, gate.unit, gate.observed, state};
}

/// What the run does once its load is over.
std::string waiting_for(std::uint64_t journeys) {
  if (journeys == 0) return "load over, phones unregister";
  return fmt::format("load over, waiting for {} {}", journeys, journeys == 1 ? "journey" : "journeys");
}

}  // namespace

report::LiveStatus LiveDisplay::status_of(const result::RunResult& run, const run::Progress& progress) const {
  report::LiveStatus status;
  status.name = run.run.name;
  status.phase = progress.phase;
  if (progress.phase == "load" && progress.planned && progress.elapsed > *progress.planned)
    status.phase = waiting_for(progress.in_flight);
  if (progress.phase == "registering" && progress.total > 0)
    status.phase = fmt::format("registering {}/{}", progress.done, progress.total);
  status.elapsed = progress.elapsed;
  status.total = progress.planned.value_or(Duration::zero());
  status.offered_rate = recent_rate(run.series, "offered");
  status.achieved_rate = recent_rate(run.series, "started");
  status.registered = static_cast<std::uint64_t>(std::max<std::int64_t>(0, progress.registered));
  status.active_calls = static_cast<std::uint64_t>(std::max<std::int64_t>(0, progress.calls));
  for (const auto& [name, counts] : run.journeys) {
    status.started += counts.started;
    status.completed += counts.completed;
    status.failed += counts.failed;
    status.dropped += counts.dropped;
  }
  for (const result::FailureGroup& group : run.failures)
    status.failures.emplace_back(group.kind, group.count);
  for (const stats::MetricId id : {metric::sip_rrd, metric::sip_srd, metric::sip_sdd})
    add_latency(status, run, id);
  for (const result::ThresholdResult& gate : run.thresholds) status.gates.push_back(gate_of(gate));
  if (run.validity.status != result::ValidityStatus::valid) status.warnings = run.validity.reasons;
  return status;
}

void LiveDisplay::show(const result::RunResult& run, const run::Progress& progress) {
  if (quiet_ || run.run.finished) return;
  const report::Screen screen = report::screen_of(STDOUT_FILENO, no_colour_);
  const report::LiveStatus status = status_of(run, progress);
  if (screen.is_terminal) {
    put(painter_.frame(report::live_block(status, screen), screen));
  } else {
    put(report::live_line(status) + "\n");
  }
}

void LiveDisplay::finish(const result::RunResult& run, const std::filesystem::path& folder) {
  const report::Screen screen = report::screen_of(STDOUT_FILENO, no_colour_);
  if (!quiet_) put((screen.is_terminal ? painter_.clear() : "") + report::final_block(run, folder, screen));
  put((folder / "report.json").string() + "\n");
}

}  // namespace cxload::app
