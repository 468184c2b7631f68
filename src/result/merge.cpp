#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include <cxload/result/merge.hpp>
#include <cxload/result/threshold.hpp>
#include <cxload/result/verdict.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "merge_series.hpp"

namespace cxload::result {
namespace {

Failure misfit(std::string what) { return {"local.merge", std::move(what)}; }

std::optional<Failure> check(const std::vector<RunResult>& runs) {
  if (runs.empty()) return misfit("there is nothing to merge");
  const RunFacts& first = runs.front().run;
  std::set<unsigned> seen;
  for (const RunResult& one : runs) {
    const RunFacts& run = one.run;
    if (run.scenario_text != first.scenario_text || run.seed != first.seed)
      return misfit("these runs played different scenarios or seeds");
    if (run.set != first.set || run.duration_scale != first.duration_scale)
      return misfit("these runs were given different settings (--set, --duration-scale)");
    if (run.version != first.version) return misfit("these runs are of different versions of cxload");
    if (run.shard.count != first.shard.count || run.shard.count != runs.size())
      return misfit(fmt::format("{} runs are here, but this one is shard {} of {}", runs.size(),
                                run.shard.index + 1, run.shard.count));
    if (run.threads != first.threads)
      return misfit("these runs used different numbers of threads: say --threads with each");
    if (!seen.insert(run.shard.index).second)
      return misfit(fmt::format("shard {} of {} is there twice", run.shard.index + 1, run.shard.count));
    if (!run.finished) return misfit(fmt::format("shard {} has not finished", run.shard.index + 1));
  }
  return std::nullopt;
}

RunFacts merge_facts(const std::vector<RunResult>& runs) {
  RunFacts facts = runs.front().run;
  facts.threads = 0;
  std::set<std::string> hosts;
  for (const RunResult& one : runs) {
    facts.started = std::min(facts.started, one.run.started);
    facts.finished = std::max(facts.finished, one.run.finished);
    facts.threads += one.run.threads;
    hosts.insert(one.run.host.hostname);
  }
  facts.shard = {};
  facts.host.hostname = *hosts.begin();
  for (auto host = std::next(hosts.begin()); host != hosts.end(); ++host) facts.host.hostname += ", " + *host;
  return facts;
}

/// The standard metrics and those of the journeys, under the numbers that all parts of the merged run use.
stats::Catalogue catalogue_of(const std::vector<RunResult>& runs) {
  stats::Catalogue catalogue;
  for (const RunResult& one : runs)
    for (const auto& metric : one.metrics)
      if (!catalogue.find(metric.name)) catalogue.add(metric);
  return catalogue;
}

/// Numbers of metrics are those of the report they were read from.
void add_figures(stats::Snapshot& sum, const RunResult& one, const stats::Catalogue& catalogue) {
  for (std::size_t i = 0; i < one.metrics.size(); ++i) {
    const stats::MetricId ours = *catalogue.find(one.metrics[i].name);
    for (const auto& [labels, cell] : one.snapshot.series(static_cast<stats::MetricId>(i)))
      sum.at(ours, labels).merge(cell);
  }
}

void add_journeys(std::map<std::string, JourneyCounts>& sum, const RunResult& one) {
  for (const auto& [name, counts] : one.journeys) {
    JourneyCounts& total = sum[name];
    total.planned += counts.planned;
    total.started += counts.started;
    total.completed += counts.completed;
    total.failed += counts.failed;
    total.dropped += counts.dropped;
  }
}

void add_failures(std::vector<FailureGroup>& sum, const RunResult& one) {
  for (const FailureGroup& group : one.failures) {
    const auto ours = std::find_if(sum.begin(), sum.end(), [&](const FailureGroup& known) {
      return known.kind == group.kind && known.journey == group.journey;
    });
    if (ours == sum.end()) {
      sum.push_back(group);
      sum.back().example.trace.clear();  // it lies in the folder of its shard
      continue;
    }
    const std::uint64_t count = ours->count + group.count;
    if (group.first_at < ours->first_at) *ours = group;
    ours->count = count;
    ours->example.trace.clear();
  }
}

/// Every process cuts its own phones and waits for them: all are back when the slowest process says so.
void add_storms(std::vector<Storm>& sum, const RunResult& one) {
  for (std::size_t i = 0; i < one.storms.size(); ++i) {
    const Storm& storm = one.storms[i];
    if (i == sum.size()) {
      sum.push_back(storm);
      continue;
    }
    Storm& total = sum[i];
    // A process whose share of a small group was not cut has nothing to wait for.
    if (total.cut == 0)
      total.recovery_s = storm.recovery_s;
    else if (storm.cut > 0 && total.recovery_s && storm.recovery_s)
      total.recovery_s = std::max(*total.recovery_s, *storm.recovery_s);
    else if (storm.cut > 0)
      total.recovery_s.reset();
    total.cut += storm.cut;
    total.back += storm.back;
    total.peak_register_rate += storm.peak_register_rate;
  }
}

/// What each process noticed, once; with its number where not all say the same.
void add_notices(RunResult& sum, const std::vector<RunResult>& runs) {
  for (const RunResult& one : runs)
    for (const Notice& notice : one.notices) {
      const bool all_say_so = std::all_of(runs.begin(), runs.end(), [&](const RunResult& other) {
        return std::ranges::find(other.notices, notice) != other.notices.end();
      });
      Notice told = notice;
      if (!all_say_so) told.text = fmt::format("Shard {}: {}", one.run.shard.index + 1, notice.text);
      if (std::ranges::find(sum.notices, told) == sum.notices.end()) sum.notices.push_back(std::move(told));
    }
}

double quantile_ms(const stats::Snapshot& snapshot, stats::MetricId metric, double percentile) {
  const stats::Cell* cell = snapshot.find(metric);
  return cell == nullptr ? 0 : static_cast<double>(cell->histogram.value_at_percentile(percentile)) / 1000;
}

/// A process that could not keep up spoils the sum: the worst of them speaks for all.
Validity merge_validity(const std::vector<RunResult>& runs, const stats::Snapshot& snapshot) {
  Validity sum;
  double planned = 0, achieved = 0;
  for (const RunResult& one : runs) {
    const Validity& it = one.validity;
    sum.status = std::max(sum.status, it.status);
    for (const std::string& reason : it.reasons)
      sum.reasons.push_back(fmt::format("shard {}: {}", one.run.shard.index + 1, reason));
    sum.busiest_shard_share = std::max(sum.busiest_shard_share, it.busiest_shard_share);
    sum.dropped_late += it.dropped_late;
    sum.dropped_no_phone += it.dropped_no_phone;
    sum.socket_drops += it.socket_drops;
    if (!it.achieved_share) continue;
    double share = 0;
    for (const auto& [name, counts] : one.journeys) share += static_cast<double>(counts.planned);
    planned += share;
    achieved += share * *it.achieved_share;
  }
  if (planned > 0) sum.achieved_share = achieved / planned;
  sum.lateness_p50_ms = quantile_ms(snapshot, stats::metric::load_lateness, 50);
  sum.lateness_p99_ms = quantile_ms(snapshot, stats::metric::load_lateness, 99);
  sum.lateness_max_ms = quantile_ms(snapshot, stats::metric::load_lateness, 100);
  sum.loop_lag_p99_ms = quantile_ms(snapshot, stats::metric::load_lag, 99);
  return sum;
}

std::vector<ThresholdResult> judge_gates(const RunResult& first, const stats::Catalogue& catalogue,
                                         const stats::Snapshot& snapshot) {
  std::vector<ThresholdResult> gates;
  for (const ThresholdResult& gate : first.thresholds) {
    auto threshold = parse_threshold(gate.text, catalogue);
    if (!threshold) {
      gates.push_back(gate);  // of another version: shown as its shard judged it
      continue;
    }
    threshold->is_implicit = gate.is_implicit;
    gates.push_back(evaluate(*threshold, catalogue, snapshot));
  }
  return gates;
}

/// What ended one part early ended the run.
Ending merge_endings(const std::vector<RunResult>& runs) {
  Ending ending;
  for (const RunResult& one : runs) {
    const Verdict& verdict = one.verdict;
    ending.is_interrupted = ending.is_interrupted || verdict.status == VerdictStatus::aborted;
    // Reports do not say how many responses came; a part that was answered says so by its verdict.
    if (verdict.status != VerdictStatus::unreachable && verdict.status != VerdictStatus::incomplete)
      ++ending.responses;
    if (!one.ending.aborted_by.empty())
      ending.aborted_by = fmt::format("shard {}: {}", one.run.shard.index + 1, one.ending.aborted_by);
  }
  return ending;
}

}  // namespace

Outcome<RunResult> merge_runs(const std::vector<RunResult>& runs) {
  if (auto fault = check(runs)) return std::move(*fault);
  const stats::Catalogue catalogue = catalogue_of(runs);
  RunResult sum;
  sum.run = merge_facts(runs);
  sum.ending = merge_endings(runs);
  for (const RunResult& one : runs) {
    add_figures(sum.snapshot, one, catalogue);
    add_journeys(sum.journeys, one);
    add_failures(sum.failures, one);
    add_storms(sum.storms, one);
    sum.notes.push_back(
        fmt::format("Shard {} of {}: {}", one.run.shard.index + 1, runs.size(), one.run.command));
  }
  std::stable_sort(sum.failures.begin(), sum.failures.end(),
                   [](const auto& a, const auto& b) { return a.count > b.count; });
  add_notices(sum, runs);
  sum.metrics = catalogue.metrics();
  sum.series = merge_series(runs);
  sum.validity = merge_validity(runs, sum.snapshot);
  sum.thresholds = judge_gates(runs.front(), catalogue, sum.snapshot);
  sum.verdict = decide(sum);
  return sum;
}

}  // namespace cxload::result
