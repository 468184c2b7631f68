#include "result_builder.hpp"

#include <algorithm>
#include <cmath>

#include <cxload/base/text.hpp>
#include <cxload/net/tls.hpp>
#include <cxload/result/explain.hpp>
#include <cxload/result/threshold.hpp>
#include <cxload/result/verdict.hpp>
#include <cxload/run/load_entries.hpp>
#include <cxload/run/machine.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::run {

ShardReport merge_reports(std::vector<ShardReport> reports) {
  ShardReport sum;
  for (ShardReport& report : reports) {
    sum.snapshot.merge(report.snapshot);
    sum.failures.merge(report.failures);
    for (const auto& [name, counts] : report.journeys) {
      result::JourneyCounts& total = sum.journeys[name];
      total.planned += counts.planned;
      total.started += counts.started;
      total.completed += counts.completed;
      total.failed += counts.failed;
      total.dropped += counts.dropped;
    }
    sum.open_planned += report.open_planned;
    sum.open_started += report.open_started;
    sum.open_excused += report.open_excused;
    sum.registered += report.registered;
    sum.calls += report.calls;
    sum.in_flight += report.in_flight;
    sum.responses += report.responses;
    sum.auth_failures += report.auth_failures;
    sum.setup_total += report.setup_total;
    sum.setup_done += report.setup_done;
    sum.setup_failed += report.setup_failed;
    sum.storms.resize(std::max(sum.storms.size(), report.storms.size()));
    for (std::size_t i = 0; i < report.storms.size(); ++i) sum.storms[i].merge(report.storms[i]);
    if (sum.foreign.datagrams == 0) sum.foreign.first = report.foreign.first;
    sum.foreign.datagrams += report.foreign.datagrams;
    sum.sightings.insert(sum.sightings.end(), report.sightings.begin(), report.sightings.end());
    sum.health.worst_lag = std::max(sum.health.worst_lag, report.health.worst_lag);
    sum.health.busy_share = std::max(sum.health.busy_share, report.health.busy_share);
    sum.health.socket_drops += report.health.socket_drops;
  }
  return sum;
}

/// Only all shards together know when a storm was over; one that never was has no sample, so that its gate
/// fails.
void add_storm_metrics(const std::vector<result::Storm>& storms, stats::Snapshot& snapshot) {
  for (const result::Storm& storm : storms) {
    for (const stats::LabelSet& labels : {stats::LabelSet{}, stats::LabelSet{{"group", storm.group}}}) {
      stats::Cell& recovery = snapshot.at(stats::metric::storm_recovery, labels);
      if (storm.recovery_s)
        recovery.histogram.record(std::llround(*storm.recovery_s * 1e6));
      else
        ++recovery.failed;
      stats::Cell& peak = snapshot.at(stats::metric::storm_peak_register_rate, labels);
      peak.value = std::max(peak.value, static_cast<std::int64_t>(storm.peak_register_rate));
      ++peak.tried;
    }
  }
}

ResultBuilder::ResultBuilder(const scenario::Scenario& scenario, result::RunFacts facts, TraceWriter traces,
                             WallAnchor anchor)
    : scenario_(scenario), facts_(std::move(facts)), traces_(std::move(traces)), anchor_(anchor) {}

result::RunResult ResultBuilder::build(const ShardReport& merged, const SeriesBuilder& series,
                                       const ProcessHealth& health, const result::Ending& ending,
                                       const SearchBook* search, std::optional<WallTime> finished) {
  result::RunResult out;
  out.run = facts_;
  out.run.finished = finished;
  out.ending = ending;
  out.ending.responses = merged.responses;
  out.journeys = merged.journeys;
  out.failures = describe(merged.failures);
  out.series = series.series();
  out.metrics = scenario_.catalogue.metrics();
  out.snapshot = merged.snapshot;
  out.storms = describe(merged.storms);
  add_storm_metrics(out.storms, out.snapshot);
  out.thresholds = gates(without_warmup(out.snapshot));
  out.validity = validity(merged, health);
  if (search != nullptr) search->show(out);
  for (const auto& [journey, example] : merged.failures.good())
    if (const std::string path = traces_.write_good(journey, example); !path.empty())
      out.notes.push_back(std::string("A good ").append(journey).append(" to compare with: ").append(path));
  if (left_out_)
    out.notes.push_back("The gates leave out what was measured in the warm-up (" +
                        scenario::to_text(scenario_.warmup) + ").");
  out.notices = make_notices(notice_inputs(merged, finished.value_or(WallClock::now())));
  out.verdict = result::decide(out);
  return out;
}

std::vector<result::ThresholdResult> ResultBuilder::gates(const stats::Snapshot& snapshot) const {
  std::vector<result::ThresholdResult> results;
  results.reserve(scenario_.thresholds.size());
  for (const result::Threshold& threshold : scenario_.thresholds)
    results.push_back(result::evaluate(threshold, scenario_.catalogue, snapshot));
  return results;
}

stats::Snapshot ResultBuilder::without_warmup(const stats::Snapshot& whole) const {
  stats::Snapshot judged = whole;
  if (left_out_) judged.subtract(*left_out_, scenario_.catalogue);
  return judged;
}

std::vector<result::FailureGroup> ResultBuilder::describe(const FailureLog& failures) {
  std::vector<result::FailureGroup> out;
  for (const auto& [key, entry] : failures.groups()) {
    result::FailureGroup group;
    group.kind = key.first;
    group.journey = key.second;
    group.count = entry.count;
    group.first_at = anchor_.at(entry.first_at);
    group.explain = std::string(result::explain(key.first));
    if (!entry.example.detail.empty())
      group.explain = text::printable(entry.example.detail, 300) + ". " + group.explain;
    group.example = {entry.example.journey_id, entry.example.account, entry.example.call_id,
                     anchor_.at(entry.example.at), traces_.write_failure(key, entry.example)};
    group.ladder = draw_ladder(entry.example.trace);
    out.push_back(std::move(group));
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
  return out;
}

std::vector<result::Storm> ResultBuilder::describe(const std::vector<StormFigures>& storms) const {
  std::vector<result::Storm> out;
  for (std::size_t i = 0; i < storms.size(); ++i) {
    const StormFigures& figures = storms[i];
    const scenario::DropEvent& event = scenario_.events[i];
    if (!figures.has_happened) continue;
    result::Storm storm;
    storm.t = std::chrono::duration<double>(figures.at - anchor_.steady).count();
    storm.at = anchor_.at(figures.at);
    storm.group = event.group;
    storm.share = event.share;
    storm.cut = figures.cut;
    storm.back = figures.returns.size();
    if (const auto recovery = figures.recovery(result::recovered_share))
      storm.recovery_s = std::chrono::duration<double>(*recovery).count();
    storm.peak_register_rate = figures.peak_register_rate();
    out.push_back(std::move(storm));
  }
  return out;
}

NoticeInputs ResultBuilder::notice_inputs(const ShardReport& merged, WallTime now) const {
  NoticeInputs inputs;
  inputs.shards = merged.sightings;
  for (const auto& [host, not_after] : net::certificate_ends())
    inputs.certificates.push_back({host, not_after});
  inputs.foreign_answers = merged.foreign.datagrams;
  if (merged.foreign.datagrams > 0) inputs.foreign_address = merged.foreign.first.to_string();
  inputs.needs = scenario::needs_of(scenario_, forecast_of(scenario_), facts_.threads);
  // A plan is split because it is too much for one process: each needs its part.
  inputs.needs->descriptors /= facts_.shard.count;
  inputs.needs->ports /= facts_.shard.count;
  inputs.machine = machine_;
  inputs.skipped = scenario::skipped_operations(scenario_);
  inputs.now = now;
  return inputs;
}

result::ValidityInputs ResultBuilder::validity_inputs(const ShardReport& merged,
                                                      const ProcessHealth& health) const {
  result::ValidityInputs inputs;
  std::vector<std::string> journeys;
  for (const auto& [name, counts] : merged.journeys) {
    journeys.push_back(name);
    inputs.planned += counts.planned;
  }
  result::take_timings(inputs, scenario_.catalogue, merged.snapshot, journeys);
  inputs.open_planned = merged.open_planned;
  inputs.open_started = merged.open_started;
  inputs.open_no_phone = merged.open_excused;
  inputs.socket_drops = merged.health.socket_drops;
  inputs.busiest_shard_share = health.busiest_shard_share;
  inputs.longest_busy = health.longest_busy;
  inputs.longest_stop = health.longest_stop;
  inputs.clock_step = health.clock_step;
  for (const auto& [key, entry] : merged.failures.groups())
    if (key.first.starts_with("local.")) inputs.local_failures[key.first] += entry.count;
  return inputs;
}

}  // namespace cxload::run
