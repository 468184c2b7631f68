/// SearchReport: what a search for the capacity tried and found.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cxload::result {

enum class StepEnd { held, broke, generator };
enum class SearchOutcome { running, found, not_broken, broke_at_start, generator, no_answer, stopped };

/// One trial, judged by its own samples alone.
struct SearchStep {
  double rate = 0;      ///< starts a second
  unsigned repeat = 1;  ///< of the climb
  std::uint64_t planned = 0, completed = 0, failed = 0, dropped = 0;
  std::optional<double> p95_ms;  ///< of the journey
  StepEnd end = StepEnd::held;
  std::vector<std::string> reasons;  ///< gates that broke, what failed, or what strained the generator
};

struct SearchReport {
  std::string method;   ///< "ramp" or "rfc7502"
  std::string journey;  ///< which was started ever more often
  SearchOutcome outcome = SearchOutcome::running;
  std::optional<double> rate;       ///< the last good one, in starts a second
  std::optional<double> low, high;  ///< last good rates of the repeats
  std::optional<double> broke_at;
  std::vector<double> repeats;
  std::string text;               ///< the answer as one sentence
  std::vector<std::string> knee;  ///< why it broke there
  std::vector<SearchStep> steps;
};

}  // namespace cxload::result
