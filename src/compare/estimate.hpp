/// Estimate: how much a statistic changed and how surely, whatever it is a statistic of.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include <cxload/compare/comparison.hpp>

namespace cxload::compare {

/// What repeats tell: how far single runs of one side lie apart, both sides taken together.
struct Scatter {
  double deviation = 0;  ///< standard deviation of the statistic of one run
  double base_runs = 0, new_runs = 0;

  [[nodiscard]] double freedom() const { return base_runs + new_runs - 2; }
  [[nodiscard]] double error() const;  ///< standard error of the change
};

/// A change on the scale it is judged on: logarithms of times, plain differences of ratios.
struct Estimate {
  double change = 0;
  /// Interval of the change `width` normal standard deviations wide, as if all samples were independent.
  std::function<Range(double width)> within;
  /// How far zero would have to be from a change to the worse, were there `samples` a side.
  std::function<double(double width, double samples)> reach;
  std::optional<Scatter> between;
};

/// Statistics of single runs, one list a side. None when both sides together have fewer than four runs or a
/// side has none: with one degree of freedom nothing can be said.
[[nodiscard]] std::optional<Scatter> scatter_of(std::span<const double> base,
                                                std::span<const double> changed);

/// How probable a change as big as this is when there is none; the less sure of the two ways to see it
/// counts.
[[nodiscard]] double p_value(const Estimate& estimate);
/// The wider of the two intervals at `tails`, the share of equals that may lie outside.
[[nodiscard]] Range interval_at(const Estimate& estimate, double tails);

/// What it takes to find a change of `seen` to the worse: decided at `tails`, the change measured above
/// `least`, with probability `power`.
struct Goal {
  double seen, least, tails, power;
};
/// Samples a side; none when no number that anybody could take is enough.
[[nodiscard]] std::optional<std::uint64_t> wanted_samples(const Estimate& estimate, const Goal& goal);
/// Repeats a side, each as long as they are now; none as above.
[[nodiscard]] std::optional<std::uint64_t> wanted_runs(const Scatter& scatter, const Goal& goal);

}  // namespace cxload::compare
