#include "result_builder.hpp"

#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/result/explain.hpp>
#include <cxload/result/threshold.hpp>
#include <cxload/result/verdict.hpp>
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
    sum.health.worst_lag = std::max(sum.health.worst_lag, report.health.worst_lag);
    sum.health.busy_share = std::max(sum.health.busy_share, report.health.busy_share);
    sum.health.socket_drops += report.health.socket_drops;
  }
  return sum;
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
  out.thresholds = gates(out.snapshot);
  out.validity = validity(merged, health);
  if (search != nullptr) search->show(out);
  for (const auto& [journey, example] : merged.failures.good())
    if (const std::string path = traces_.write_good(journey, example); !path.empty())
      out.notes.push_back("A good " + journey + " to compare with: " + path);
  out.verdict = result::decide(out);
  return out;
}

std::vector<result::ThresholdResult> ResultBuilder::gates(const stats::Snapshot& snapshot) const {
  std::vector<result::ThresholdResult> results;
  for (const result::Threshold& threshold : scenario_.thresholds)
    results.push_back(result::evaluate(threshold, scenario_.catalogue, snapshot));
  return results;
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
