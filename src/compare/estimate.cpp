#include "estimate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "probability.hpp"

namespace cxload::compare {
namespace {

/// Beyond this many standard deviations nobody needs a figure, and rank intervals lose their meaning.
constexpr double most_width = 8;
constexpr std::uint64_t most_samples = 100'000'000, most_runs = 1'000;
/// The shape around a quantile is itself only known from samples; simulated pilots asked for a quarter too
/// few at times.
constexpr double spare_samples = 1.3;
/// So is the scatter of runs: what it surely does not exceed, but for one time in ten, is planned with.
constexpr double scatter_doubt = 0.1;

double squares_of(std::span<const double> values) {
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  return std::accumulate(values.begin(), values.end(), 0.0,
                         [mean](double sum, double value) { return sum + (value - mean) * (value - mean); });
}

bool excludes_zero(const Range& range) { return range.low > 0 || range.high < 0; }

/// The widest interval that still excludes zero.
double width_to_zero(const Estimate& estimate) {
  if (!excludes_zero(estimate.within(0))) return 0;
  double excludes = 0, includes = most_width;
  if (excludes_zero(estimate.within(includes))) return includes;
  for (int i = 0; i < 30; ++i) {
    const double middle = (excludes + includes) / 2;
    (excludes_zero(estimate.within(middle)) ? excludes : includes) = middle;
  }
  return excludes;
}

/// The smallest number in 1 … `most` for which `is_enough`, which no larger number undoes; none if even
/// `most` is not.
template <class IsEnough>
std::optional<std::uint64_t> smallest(std::uint64_t most, IsEnough is_enough) {
  std::uint64_t low = 1, high = most;
  if (!is_enough(static_cast<double>(most))) return std::nullopt;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (is_enough(static_cast<double>(middle)))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

}  // namespace

double Scatter::error() const { return deviation * std::sqrt(1 / base_runs + 1 / new_runs); }

std::optional<Scatter> scatter_of(std::span<const double> base, std::span<const double> changed) {
  if (base.empty() || changed.empty() || base.size() + changed.size() < 4) return std::nullopt;
  Scatter scatter;
  scatter.base_runs = static_cast<double>(base.size());
  scatter.new_runs = static_cast<double>(changed.size());
  scatter.deviation = std::sqrt((squares_of(base) + squares_of(changed)) / scatter.freedom());
  return scatter;
}

double p_value(const Estimate& estimate) {
  const double within = normal_tails(width_to_zero(estimate));
  if (!estimate.between || estimate.between->error() == 0) return within;
  const double t = estimate.change / estimate.between->error();
  return std::max(within, student_tails(t, estimate.between->freedom()));
}

Range interval_at(const Estimate& estimate, double tails) {
  Range range = estimate.within(std::min(normal_width(tails), most_width));
  if (estimate.between) {
    const double reach = student_width(tails, estimate.between->freedom()) * estimate.between->error();
    range.low = std::min(range.low, estimate.change - reach);
    range.high = std::max(range.high, estimate.change + reach);
  }
  return range;
}

std::optional<std::uint64_t> wanted_samples(const Estimate& estimate, const Goal& goal) {
  // One tail of 1 - power lies beyond the change that is to be seen.
  const double miss = normal_width(2 * (1 - goal.power));
  const double width = std::min(normal_width(goal.tails) + miss, most_width);
  const auto enough = smallest(most_samples, [&](double samples) {
    return estimate.reach(width, samples) <= goal.seen &&
           estimate.reach(miss, samples) <= goal.seen - goal.least;
  });
  if (!enough) return std::nullopt;
  return static_cast<std::uint64_t>(std::ceil(spare_samples * static_cast<double>(*enough)));
}

std::optional<std::uint64_t> wanted_runs(const Scatter& scatter, const Goal& goal) {
  const double deviation = scatter.deviation * deviation_doubt(scatter_doubt, scatter.freedom());
  const auto more = smallest(most_runs, [&](double more_than_one) {
    const double runs = more_than_one + 1, freedom = 2 * runs - 2;
    const double error = deviation * std::sqrt(2 / runs);
    const double miss = student_width(2 * (1 - goal.power), freedom);
    return (student_width(goal.tails, freedom) + miss) * error <= goal.seen &&
           miss * error <= goal.seen - goal.least;
  });
  if (!more) return std::nullopt;
  return *more + 1;
}

}  // namespace cxload::compare
