/// SearchBook: keeps a search's machine and what its steps came to; says what to play next.
#pragma once
#include <memory>
#include <optional>

#include <cxload/load/plan.hpp>
#include <cxload/load/search.hpp>
#include <cxload/result/run_result.hpp>
#include <cxload/scenario/scenario.hpp>

#include "shard_report.hpp"

namespace cxload::run {

/// A stretch of load that is played and judged by itself.
struct Stretch {
  load::Entry entry;
  std::uint64_t seed = 0;
  std::uint64_t first = 0;  ///< ordinal of its first start: ids of journeys stay unique
};

/// What a step came to, from its samples alone.
struct StepFigures {
  ShardReport report;
  std::vector<result::ThresholdResult> gates;
  result::Validity validity;
};

/// Threads: the main thread. Bounded: the first most_steps steps are listed.
class SearchBook {
 public:
  explicit SearchBook(const scenario::Scenario& scenario);

  [[nodiscard]] std::optional<load::Trial> next() const { return search_->next(); }
  [[nodiscard]] Stretch stretch_of(const load::Trial& trial) const;
  void note(const load::Trial& trial, const StepFigures& figures);
  /// The run ended before the search did.
  void stop();

  /// The answer takes the place of what the whole run would be judged by: gates and validity of the best step
  /// that held, or of the step that ended the search.
  void show(result::RunResult& run) const;

 private:
  void describe();
  [[nodiscard]] std::string sentence() const;

  const scenario::Scenario& scenario_;
  const scenario::SearchPlan& plan_;
  std::unique_ptr<load::Search> search_;
  result::SearchReport report_;
  std::uint64_t starts_ = 0;
  double best_rate_ = 0;
  std::vector<result::ThresholdResult> gates_;
  std::optional<result::Validity> validity_;
};

}  // namespace cxload::run
