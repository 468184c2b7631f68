#include "series_builder.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include <cxload/stats/standard_metrics.hpp>

namespace cxload::run {
namespace {

namespace metric = stats::metric;

/// Those of the protocol, and of each journey as a whole.
std::vector<stats::MetricId> latency_metrics(const stats::Catalogue& catalogue) {
  std::vector<stats::MetricId> ids = {metric::sip_rrd, metric::sip_srd, metric::sip_answer, metric::sip_sdd};
  for (std::size_t i = metric::standard_count; i < catalogue.size(); ++i) {
    const auto id = static_cast<stats::MetricId>(i);
    const stats::Metric& journey = catalogue.at(id);
    const bool is_service = journey.name.ends_with("_service");
    if (journey.kind == stats::Kind::distribution && !is_service) ids.push_back(id);
  }
  return ids;
}

constexpr std::array percentiles = {50.0, 95.0, 99.0};
/// Two hours of seconds; longer runs are decimated so that report.json stays small.
constexpr std::size_t max_rows = 7'200;

result::JourneyCounts sum_of(const ShardReport& report) {
  result::JourneyCounts sum;
  for (const auto& [name, counts] : report.journeys) {
    sum.planned += counts.planned;
    sum.started += counts.started;
    sum.completed += counts.completed;
    sum.failed += counts.failed;
    sum.dropped += counts.dropped;
  }
  return sum;
}

double difference(std::uint64_t now, std::uint64_t before) { return static_cast<double>(now - before); }

}  // namespace

SeriesBuilder::SeriesBuilder(const stats::Catalogue& catalogue)
    : catalogue_(catalogue), latencies_(latency_metrics(catalogue)), last_(latencies_.size()) {
  series_.columns = {"t",      "offered", "started",           "completed",
                     "failed", "dropped", "phones.registered", "calls.active"};
  for (const stats::MetricId id : latencies_)
    for (const double percentile : percentiles)
      series_.columns.push_back(fmt::format("{}.p{:.0f}", catalogue.at(id).name, percentile));
}

void SeriesBuilder::add(double seconds, const ShardReport& now) {
  if (!series_.rows.empty() && seconds - *series_.rows.back().front() < series_.interval_s * 0.75) return;
  if (series_.rows.size() >= max_rows) halve();
  const result::JourneyCounts counts = sum_of(now);
  Row row = {seconds,
             difference(counts.planned, last_counts_.planned),
             difference(counts.started, last_counts_.started),
             difference(counts.completed, last_counts_.completed),
             difference(counts.failed, last_counts_.failed),
             difference(counts.dropped, last_counts_.dropped),
             static_cast<double>(now.registered),
             static_cast<double>(now.calls)};
  add_latencies(row, now.snapshot);
  series_.rows.push_back(std::move(row));
  last_counts_ = counts;
}

/// Two neighbours become one: events add up, gauges keep the later value, latencies the worse one.
void SeriesBuilder::halve() {
  constexpr std::size_t first_event = 1, first_gauge = 6, first_latency = 8;
  std::vector<Row> rows;
  for (std::size_t i = 0; i + 1 < series_.rows.size(); i += 2) {
    Row row = series_.rows[i + 1];
    const Row& earlier = series_.rows[i];
    for (std::size_t c = first_event; c < first_gauge; ++c)
      row[c] = row[c].value_or(0) + earlier[c].value_or(0);
    for (std::size_t c = first_latency; c < row.size(); ++c)
      if (!row[c] || earlier[c].value_or(0) > *row[c]) row[c] = earlier[c];
    rows.push_back(std::move(row));
  }
  series_.rows = std::move(rows);
  series_.interval_s *= 2;
}

void SeriesBuilder::add_latencies(Row& row, const stats::Snapshot& now) {
  std::array<std::int64_t, percentiles.size()> values{};
  for (std::size_t i = 0; i < latencies_.size(); ++i) {
    const stats::Cell* cell = now.find(latencies_[i]);
    stats::Histogram second;
    if (cell != nullptr) {
      second = cell->histogram;
      second.subtract(std::exchange(last_[i], cell->histogram));
    }
    second.values_at_percentiles(percentiles, values);
    const double per_unit = catalogue_.at(latencies_[i]).per_unit;
    for (const std::int64_t value : values)
      row.push_back(second.empty() ? std::nullopt : std::optional(static_cast<double>(value) / per_unit));
  }
}

}  // namespace cxload::run
