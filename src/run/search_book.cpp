#include "search_book.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <cxload/run/load_entries.hpp>

namespace cxload::run {
namespace {

constexpr std::size_t most_steps = 2000;
constexpr std::size_t most_kinds = 3;  ///< of failures that a step names

std::unique_ptr<load::Search> make_search(const scenario::SearchPlan& plan) {
  if (plan.method == scenario::SearchMethod::rfc7502)
    return load::make_rfc7502({plan.from.per_second, plan.attempts, plan.growth, plan.most.per_second});
  return load::make_ramp(
      {plan.from.per_second, plan.growth, plan.add.per_second, plan.most.per_second, plan.repeats});
}

load::TrialEnd judge(const StepFigures& figures) {
  if (figures.validity.status != result::ValidityStatus::valid) return load::TrialEnd::generator;
  const bool holds = std::all_of(figures.gates.begin(), figures.gates.end(),
                                 [](const result::ThresholdResult& gate) { return gate.pass; });
  return holds ? load::TrialEnd::held : load::TrialEnd::broke;
}

/// RFC 7502 4.10 knows one gate: that every attempt becomes a session.
load::TrialEnd judge_rfc7502(const StepFigures& figures, const std::string& journey) {
  if (figures.validity.status != result::ValidityStatus::valid) return load::TrialEnd::generator;
  const auto found = figures.report.journeys.find(journey);
  const bool all = found != figures.report.journeys.end() && found->second.completed == found->second.planned;
  return all ? load::TrialEnd::held : load::TrialEnd::broke;
}

std::vector<std::string> reasons_of(const StepFigures& figures, load::TrialEnd end) {
  if (end == load::TrialEnd::generator) return figures.validity.reasons;
  std::vector<std::string> reasons;
  if (end == load::TrialEnd::held) return reasons;
  for (const result::ThresholdResult& gate : figures.gates)
    if (!gate.pass) reasons.push_back(fmt::format("gate \"{}\": {}", gate.text, gate.why));
  std::vector<std::pair<std::uint64_t, std::string>> kinds;
  for (const auto& [key, entry] : figures.report.failures.groups())
    kinds.emplace_back(entry.count, fmt::format("{} × {} in {}", entry.count, key.first, key.second));
  std::sort(kinds.rbegin(), kinds.rend());
  for (std::size_t i = 0; i < std::min(kinds.size(), most_kinds); ++i) reasons.push_back(kinds[i].second);
  return reasons;
}

result::SearchStep step_of(const load::Trial& trial, const StepFigures& figures,
                           const scenario::Scenario& scenario, const std::string& journey) {
  result::SearchStep step;
  step.rate = trial.rate;
  step.repeat = trial.repeat;
  if (const auto found = figures.report.journeys.find(journey); found != figures.report.journeys.end()) {
    step.planned = found->second.planned;
    step.completed = found->second.completed;
    step.failed = found->second.failed;
    step.dropped = found->second.dropped;
  }
  const auto metric = scenario.catalogue.find("journey." + journey);
  const stats::Cell* cell = metric ? figures.report.snapshot.find(*metric) : nullptr;
  if (cell != nullptr && !cell->histogram.empty())
    step.p95_ms = static_cast<double>(cell->histogram.value_at_percentile(95)) /
                  scenario.catalogue.at(*metric).per_unit;
  return step;
}

}  // namespace

SearchBook::SearchBook(const scenario::Scenario& scenario)
    : scenario_(scenario), plan_(*scenario.search), search_(make_search(plan_)) {
  report_.method = plan_.method == scenario::SearchMethod::rfc7502 ? "rfc7502" : "ramp";
  report_.journey = plan_.journey;
}

Stretch SearchBook::stretch_of(const load::Trial& trial) const {
  Stretch stretch;
  stretch.entry = load_entries(scenario_).front();
  // The end of a stage is not part of it: half a gap less makes exactly so many starts.
  const double seconds = trial.attempts ? (static_cast<double>(*trial.attempts) - 0.5) / trial.rate
                                        : std::chrono::duration<double>(plan_.length).count();
  const auto length = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
  stretch.entry.load = load::OpenLoad{{{trial.rate, trial.rate, length}}, load::Spacing::uniform};
  stretch.seed = scenario_.seed;
  stretch.first = starts_;
  return stretch;
}

void SearchBook::note(const load::Trial& trial, const StepFigures& figures) {
  const bool is_rfc = plan_.method == scenario::SearchMethod::rfc7502;
  const load::TrialEnd end = is_rfc ? judge_rfc7502(figures, plan_.journey) : judge(figures);
  result::SearchStep step = step_of(trial, figures, scenario_, plan_.journey);
  starts_ += step.planned;
  step.end = static_cast<result::StepEnd>(end);
  step.reasons = reasons_of(figures, end);
  if (report_.steps.size() < most_steps) report_.steps.push_back(step);
  search_->note(end);
  const bool is_last = !search_->next();
  if (end == load::TrialEnd::held && trial.rate >= best_rate_) {
    best_rate_ = trial.rate;
    gates_ = figures.gates;
    validity_ = figures.validity;
  } else if (is_last && (best_rate_ == 0 || end == load::TrialEnd::generator)) {
    gates_ = figures.gates;
    validity_ = figures.validity;
  }
  describe();
}

void SearchBook::stop() {
  if (report_.outcome == result::SearchOutcome::running) report_.outcome = result::SearchOutcome::stopped;
  report_.text = sentence();
}

void SearchBook::describe() {
  const load::SearchAnswer answer = search_->answer();
  report_.outcome = static_cast<result::SearchOutcome>(answer.end);
  report_.rate = answer.rate;
  report_.low = answer.low;
  report_.high = answer.high;
  report_.broke_at = answer.broke_at;
  report_.repeats = answer.repeats;
  report_.knee.clear();
  const auto is_knee = [&](const result::SearchStep& step) {
    return step.end == result::StepEnd::broke && answer.broke_at &&
           std::abs(step.rate - *answer.broke_at) < 1e-6;
  };
  if (const auto knee = std::find_if(report_.steps.begin(), report_.steps.end(), is_knee);
      knee != report_.steps.end())
    report_.knee = knee->reasons;
  report_.text = sentence();
}

std::string SearchBook::sentence() const {
  const auto rate = [](double per_second) { return scenario::to_text(scenario::Rate{per_second}); };
  const std::string good = report_.rate ? rate(*report_.rate) : "nothing";
  const std::string last = report_.steps.empty() ? "" : rate(report_.steps.back().rate);
  const bool has_repeats = report_.repeats.size() > 1;
  switch (report_.outcome) {
    case result::SearchOutcome::running:
      return {};
    case result::SearchOutcome::found:
      if (!report_.rate) return fmt::format("Journey {}: no rate held in most climbs.", report_.journey);
      return fmt::format("Journey {} is carried at {}{}{}.", report_.journey, good,
                         has_repeats ? fmt::format(" ({} to {} over {} climbs)", rate(*report_.low),
                                                   rate(*report_.high), report_.repeats.size())
                                     : "",
                         report_.broke_at ? fmt::format("; it breaks at {}", rate(*report_.broke_at)) : "");
    case result::SearchOutcome::not_broken:
      return fmt::format("Journey {} is carried at {}, and nothing broke: the search may not go above {}.",
                         report_.journey, good, rate(plan_.most.per_second));
    case result::SearchOutcome::broke_at_start:
      return fmt::format("Journey {} breaks at {} already, where the search began.", report_.journey,
                         rate(plan_.from.per_second));
    case result::SearchOutcome::generator:
      return fmt::format(
          "The limit is the generator, not the deployment: at {} it could not keep up; {} held.", last, good);
    case result::SearchOutcome::no_answer:
      return "The search came to no end: the deployment does not answer the same way twice.";
    case result::SearchOutcome::stopped:
      break;
  }
  return fmt::format("The search was ended before it found an answer; {} held so far.", good);
}

void SearchBook::show(result::RunResult& run) const {
  run.search = report_;
  if (!gates_.empty()) run.thresholds = gates_;
  if (validity_) run.validity = *validity_;
  if (report_.outcome == result::SearchOutcome::generator)
    run.validity.status = result::ValidityStatus::invalid;
}

}  // namespace cxload::run
