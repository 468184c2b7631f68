/// Comparison: is one side worse than the other? (CONTRACT 1)
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <cxload/compare/options.hpp>
#include <cxload/compare/side.hpp>
#include <cxload/stats/labels.hpp>

namespace cxload::compare {

enum class Status {
  worse,   ///< surely changed to the worse, by an amount that matters
  better,  ///< the same to the better
  same,  ///< not surely changed by an amount that matters, and what is asked to be seen would have been seen
  unclear,  ///< nothing sure, and too few samples to have seen it
};

struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// One judged statistic of one series. Times are in the metric's unit; `change` is relative for times (0.1:
/// 10 % more), a difference for ratios (0.01: one percentage point more).
struct Finding {
  std::string metric;
  stats::LabelSet labels;
  std::string stat;  ///< "p50", "p95", "p99"; "value" of a ratio
  std::string unit;
  bool is_ratio = false;
  bool higher_is_worse = true;
  std::uint64_t base_samples = 0, new_samples = 0;
  double base_value = 0, new_value = 0;
  double change = 0;
  Range interval;  ///< of the change, at the level at which it was decided (Holm)
  double p_value = 1;
  bool is_significant = false;  ///< the interval excludes 0
  double seen = 0;              ///< the change that the wanted samples are for
  /// Samples a side, for `seen` to be found with the power asked for; none when no number would do.
  std::optional<std::uint64_t> wanted_samples;
  /// In so many repeats a side; none when the scatter between repeats is not known, or no number would do.
  std::optional<std::uint64_t> wanted_runs;
  Status status = Status::unclear;
};

enum class Answer { no_worse, worse, too_few_samples, not_comparable };

struct SideFacts {
  std::string path, version, target;
  std::uint64_t runs = 0;
};

struct Comparison {
  Answer answer = Answer::not_comparable;
  std::string scenario;
  SideFacts base, changed;
  Options options;
  std::vector<std::string> reasons;  ///< why not comparable
  std::vector<std::string> notes;    ///< what to keep in mind, for people
  std::vector<Finding> findings;     ///< in the order of metrics, then p50, p95, p99
};

/// Why the two cannot be compared; empty when they can.
[[nodiscard]] std::vector<std::string> reasons_against(const Side& base, const Side& changed);

[[nodiscard]] Comparison compare(const Side& base, const Side& changed, const Options& options = {});

/// 0 no worse (also when there were too few samples to tell), 1 worse, 2 not comparable.
[[nodiscard]] int exit_code(Answer answer);

}  // namespace cxload::compare
