#include <algorithm>
#include <cmath>
#include <deque>

#include <fmt/format.h>

#include <cxload/compare/comparison.hpp>
#include <cxload/result/format.hpp>

#include "changes.hpp"
#include "holm.hpp"
#include "judged_series.hpp"

namespace cxload::compare {
namespace {

/// With fewer nothing is judged.
constexpr std::uint64_t least_samples = 20;

/// More than that is no answer; files of others may hold counts near 2^64.
constexpr double most_wanted = 1e9;

struct Candidate {
  Finding finding;
  Estimate estimate;
  bool has_enough = false;
  double least = 0;                 ///< change that matters, on the scale of the estimate
  std::uint64_t least_samples = 0;  ///< a side; with fewer it is not judged at all
};

/// Keeps the curves that estimates refer to.
struct Work {
  std::deque<QuantileCurve> curves;
  std::vector<Candidate> candidates;
  std::vector<std::string> notes;
};

/// Judged with ten samples or more beyond it: with fewer its ranks say next to nothing.
struct Quantile {
  std::string_view name;
  double share;
  std::uint64_t least_samples;
  bool is_listed_always;  ///< also with too few samples, to say how many it takes
};
constexpr Quantile quantiles[] = {
    {"p50", 0.50, 20, true}, {"p95", 0.95, 200, true}, {"p99", 0.99, 1000, false}};

Candidate blank(const JudgedSeries& series, std::string_view stat) {
  Candidate candidate;
  Finding& finding = candidate.finding;
  finding.metric = series.metric.name;
  finding.labels = series.labels;
  finding.unit = series.metric.unit;
  finding.stat = stat;
  finding.is_ratio = series.metric.kind == stats::Kind::ratio;
  finding.higher_is_worse = series.higher_is_worse;
  return candidate;
}

std::vector<double> run_logarithms(const Measured& side, double share) {
  std::vector<double> values;
  for (const stats::Cell& cell : side.runs)
    if (!cell.histogram.empty()) values.push_back(std::log(QuantileCurve(cell.histogram).at(share)));
  return values;
}

void add_times(Work& work, const JudgedSeries& series, const Options& options) {
  const QuantileCurve& base = work.curves.emplace_back(series.base.merged.histogram);
  const QuantileCurve& changed = work.curves.emplace_back(series.changed.merged.histogram);
  for (const Quantile& quantile : quantiles) {
    Candidate candidate = blank(series, quantile.name);
    candidate.least_samples = std::max(least_samples, quantile.least_samples);
    candidate.has_enough = std::min(base.count(), changed.count()) >= candidate.least_samples;
    if (!candidate.has_enough && !quantile.is_listed_always) continue;
    Finding& finding = candidate.finding;
    finding.base_samples = base.count();
    finding.new_samples = changed.count();
    finding.base_value = base.at(quantile.share) / series.metric.per_unit;
    finding.new_value = changed.at(quantile.share) / series.metric.per_unit;
    candidate.estimate = quantile_change(base, changed, quantile.share);
    candidate.estimate.between = scatter_of(run_logarithms(series.base, quantile.share),
                                            run_logarithms(series.changed, quantile.share));
    finding.change = std::expm1(candidate.estimate.change);
    // Histogram integers are microseconds, whatever the unit shown.
    const double least =
        std::max(options.min_relative, options.min_milliseconds * 1000 / base.at(quantile.share));
    finding.seen = std::max(options.seen_relative, 2 * least);
    candidate.least = std::log1p(least);
    work.candidates.push_back(std::move(candidate));
  }
}

Share share_of(const stats::Cell& cell) {
  return {static_cast<double>(cell.numerator), static_cast<double>(cell.denominator)};
}

std::vector<double> run_ratios(const Measured& side) {
  std::vector<double> values;
  for (const stats::Cell& cell : side.runs)
    if (cell.denominator > 0) values.push_back(share_of(cell).value());
  return values;
}

bool is_sane(const stats::Cell& cell) { return cell.numerator <= cell.denominator; }

void add_ratio(Work& work, const JudgedSeries& series, const Options& options) {
  const Share base = share_of(series.base.merged), changed = share_of(series.changed.merged);
  if (!is_sane(series.base.merged) || !is_sane(series.changed.merged)) return;
  Candidate candidate = blank(series, "value");
  candidate.least_samples = least_samples;
  candidate.has_enough =
      std::min(series.base.merged.denominator, series.changed.merged.denominator) >= least_samples;
  Finding& finding = candidate.finding;
  finding.base_samples = series.base.merged.denominator;
  finding.new_samples = series.changed.merged.denominator;
  finding.base_value = base.value();
  finding.new_value = changed.value();
  finding.seen = std::max(options.seen_ratio, 2 * options.min_ratio);
  candidate.estimate = ratio_change(base, changed, finding.higher_is_worse ? finding.seen : -finding.seen);
  candidate.estimate.between = scatter_of(run_ratios(series.base), run_ratios(series.changed));
  finding.change = candidate.estimate.change;
  candidate.least = options.min_ratio;
  work.candidates.push_back(std::move(candidate));
}

void add(Work& work, const JudgedSeries& series, const Options& options) {
  const bool is_ratio = series.metric.kind == stats::Kind::ratio;
  const auto is_there = [&](const Measured& side) {
    return is_ratio ? side.merged.denominator > 0 : !side.merged.histogram.empty();
  };
  const bool in_base = is_there(series.base), in_new = is_there(series.changed);
  if (in_base && in_new)
    return is_ratio ? add_ratio(work, series, options) : add_times(work, series, options);
  if (in_base || in_new)
    work.notes.push_back(fmt::format("{} has samples in {} only and is not judged",
                                     result::format_series(series.metric.name, series.labels),
                                     in_base ? "BASE" : "NEW"));
}

bool matters(const Candidate& candidate) {
  const Finding& finding = candidate.finding;
  // Times against the same limit in both directions: 5 % more or 5 % less.
  const double least = finding.is_ratio ? candidate.least : std::expm1(candidate.least);
  return std::abs(finding.change) >= least;
}

/// Even the worse end of the interval is not as bad as what is to be seen.
bool rules_out_seen(const Finding& finding) {
  return finding.higher_is_worse ? finding.interval.high < finding.seen
                                 : finding.interval.low > -finding.seen;
}

bool would_have_seen(const Candidate& candidate) {
  const Finding& finding = candidate.finding;
  const auto& between = candidate.estimate.between;
  if (!finding.wanted_samples || (between && !finding.wanted_runs)) return false;
  const bool has_runs = !between || std::min(between->base_runs, between->new_runs) >=
                                        static_cast<double>(*finding.wanted_runs);
  return has_runs && std::min(finding.base_samples, finding.new_samples) >= *finding.wanted_samples;
}

Status status_of(const Candidate& candidate) {
  const Finding& finding = candidate.finding;
  if (!candidate.has_enough) return Status::unclear;
  if (finding.is_significant && matters(candidate))
    return (finding.change > 0) == finding.higher_is_worse ? Status::worse : Status::better;
  return rules_out_seen(finding) || would_have_seen(candidate) ? Status::same : Status::unclear;
}

void set_wanted(Candidate& candidate, double tails, double power) {
  Finding& finding = candidate.finding;
  const double seen = finding.is_ratio ? finding.seen : std::log1p(finding.seen);
  const Goal goal{seen, candidate.least, tails, power};
  finding.wanted_samples = wanted_samples(candidate.estimate, goal);
  if (finding.wanted_samples)
    finding.wanted_samples = std::max(candidate.least_samples, *finding.wanted_samples);
  const std::optional<Scatter>& between = candidate.estimate.between;
  if (!between || !finding.wanted_samples) return;
  finding.wanted_runs = wanted_runs(*between, goal);
  if (!finding.wanted_runs) return finding.wanted_samples.reset();
  // Repeats of the length they have: what the scatter between them needs is counted in samples, too.
  const double a_run = static_cast<double>(finding.base_samples) / between->base_runs;
  const double in_runs = std::ceil(a_run * static_cast<double>(*finding.wanted_runs));
  if (in_runs > most_wanted) return finding.wanted_samples.reset();
  finding.wanted_samples = std::max(*finding.wanted_samples, static_cast<std::uint64_t>(in_runs));
}

void conclude(Candidate& candidate, const Decision& decision) {
  Finding& finding = candidate.finding;
  finding.is_significant = decision.is_significant;
  finding.interval = interval_at(candidate.estimate, decision.tails);
  if (!finding.is_ratio)
    finding.interval = {std::expm1(finding.interval.low), std::expm1(finding.interval.high)};
  finding.status = status_of(candidate);
}

/// Decides on all that have enough samples, together; false when there is nothing to decide on.
bool decide_all(std::vector<Candidate>& candidates, const Options& options) {
  std::vector<double> p_values;
  for (Candidate& candidate : candidates)
    if (candidate.has_enough) p_values.push_back(candidate.finding.p_value = p_value(candidate.estimate));
  const double judged = static_cast<double>(std::max<std::size_t>(p_values.size(), 1));
  const std::vector<Decision> decisions = decide(p_values, options.false_alarms);
  auto next = decisions.begin();
  for (Candidate& candidate : candidates) {
    set_wanted(candidate, options.false_alarms / judged, options.power);
    conclude(candidate, candidate.has_enough ? *next++ : Decision{options.false_alarms / judged, false});
  }
  return !p_values.empty();
}

Answer answer_of(const std::vector<Finding>& findings) {
  const auto any = [&](auto is_such) { return std::any_of(findings.begin(), findings.end(), is_such); };
  if (any([](const Finding& f) { return f.status == Status::worse; })) return Answer::worse;
  // p95 speaks for its metric: a p99 or a ratio without enough samples is marked, but keeps nobody from a no.
  if (any([](const Finding& f) { return f.stat == "p95" && f.status == Status::unclear; }))
    return Answer::too_few_samples;
  return Answer::no_worse;
}

SideFacts facts_of(const Side& side) {
  const result::RunFacts& first = side.runs.front().run;
  return {side.name, first.version, first.target, side.runs.size()};
}

void add_side_notes(std::vector<std::string>& notes, const Side& side) {
  const auto degraded = std::count_if(side.runs.begin(), side.runs.end(), [](const result::RunResult& run) {
    return run.validity.status == result::ValidityStatus::degraded;
  });
  if (degraded > 0)
    notes.push_back(
        fmt::format("{}: {} of its runs degraded: the generator was late at times", side.name, degraded));
}

}  // namespace

Comparison compare(const Side& base, const Side& changed, const Options& options) {
  Comparison comparison;
  comparison.options = options;
  comparison.base = facts_of(base);
  comparison.changed = facts_of(changed);
  comparison.scenario = base.runs.front().run.name;
  comparison.reasons = reasons_against(base, changed);
  if (!comparison.reasons.empty()) return comparison;
  Work work;
  add_side_notes(work.notes, base);
  add_side_notes(work.notes, changed);
  if (base.runs.size() + changed.runs.size() < 4)
    work.notes.push_back(
        "how far equal runs lie apart is not known from so few: what differs between two runs for any reason "
        "counts as a change; give folders with repeats, three or more a side");
  for (const JudgedSeries& series : judged_series(base, changed)) add(work, series, options);
  const bool is_decided = decide_all(work.candidates, options);
  for (Candidate& candidate : work.candidates) comparison.findings.push_back(std::move(candidate.finding));
  comparison.notes = std::move(work.notes);
  if (!is_decided) {
    comparison.reasons.push_back("no metric has enough samples on both sides (20 for a p50 or a ratio)");
    return comparison;
  }
  comparison.answer = answer_of(comparison.findings);
  return comparison;
}

int exit_code(Answer answer) {
  switch (answer) {
    case Answer::worse:
      return 1;
    case Answer::not_comparable:
      return 2;
    default:
      return 0;
  }
}

}  // namespace cxload::compare
