// A search that found the knee of a deployment, as made-up as the other samples.
#include <cmath>

#include <fmt/format.h>

#include <cxload/result/verdict.hpp>

#include "report/sample_runs.hpp"

namespace cxload::samples {
namespace {

constexpr double limit = 60;

result::SearchStep step_at(unsigned climb, double rate) {
  result::SearchStep step;
  step.rate = rate;
  step.repeat = climb;
  step.planned = static_cast<std::uint64_t>(std::lround(rate * 30));
  const auto refused = static_cast<std::uint64_t>(std::lround(std::max(0.0, rate - limit) * 30));
  step.failed = refused;
  step.completed = step.planned - refused;
  step.p95_ms = 180 + (rate > limit ? 240 : rate / 4);
  if (refused == 0) return step;
  step.end = result::StepEnd::broke;
  const double share = 100.0 * static_cast<double>(step.completed) / static_cast<double>(step.planned);
  step.reasons = {
      fmt::format("gate \"sip.seer >= 99%\": sip.seer was {:.1f} %, {:.1f} points below the limit", share,
                  99 - share),
      fmt::format("{} × sip.503 in call", refused)};
  return step;
}

}  // namespace

result::RunResult search_run() {
  result::RunResult run = passing_run();
  run.run.name = "Capacity";
  result::SearchReport search;
  search.method = "ramp";
  search.journey = "call";
  search.outcome = result::SearchOutcome::found;
  search.rate = 58.564;
  search.low = 53.24;
  search.high = 58.564;
  search.broke_at = 64.4204;
  search.repeats = {58.564, 58.564, 53.24};
  search.text =
      "Journey call is carried at 58.564/s (53.24/s to 58.564/s over 3 climbs); it breaks at 64.4204/s.";
  for (const double rate : {40.0, 44.0, 48.4, 53.24, 58.564, 64.4204})
    search.steps.push_back(step_at(1, rate));
  for (const double rate : {44.0, 48.4, 53.24, 58.564, 64.4204}) search.steps.push_back(step_at(2, rate));
  for (const double rate : {44.0, 48.4, 53.24}) search.steps.push_back(step_at(3, rate));
  result::SearchStep unlucky = step_at(3, 58.564);
  unlucky.failed = 31;
  unlucky.completed -= 31;
  unlucky.end = result::StepEnd::broke;
  unlucky.reasons = {"gate \"sip.seer >= 99%\": sip.seer was 98.2 %, 0.8 points below the limit",
                     "31 × sip.503 in call"};
  search.steps.push_back(unlucky);
  search.knee = search.steps[5].reasons;
  run.search = std::move(search);
  run.verdict = result::decide(run);
  return run;
}

}  // namespace cxload::samples
