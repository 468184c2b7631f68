#include "quantile_curve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <cxload/stats/buckets.hpp>

namespace cxload::compare {
namespace {

/// Bounds of a binomial count with mean n·p, as a share of n: normal, mended for the skewness of a binomial
/// (Cornish and Fisher's first term), and half a count outwards because counts are whole. Without the mending
/// the lower end of a p99 of a thousand samples is wrong twice as often as it should be.
Range share_bounds(double p, double width, double n) {
  const double deviation = std::sqrt(n * p * (1 - p));
  const double skew = (width * width - 1) * (1 - 2 * p) / 6;
  return {(n * p + skew - width * deviation - 0.5) / n, (n * p + skew + width * deviation + 0.5) / n};
}

}  // namespace

QuantileCurve::QuantileCurve(const stats::Histogram& histogram) {
  histogram.counts().for_each([&](std::size_t index, std::uint64_t n) {
    count_ += n;
    // Half a microsecond stands for "less than one": changes are relative.
    const auto value = static_cast<double>(stats::buckets::middle_of(index));
    steps_.push_back({count_, std::max(value, 0.5)});
    return true;
  });
}

double QuantileCurve::at(double q) const {
  if (steps_.empty()) return 0;
  const double rank = std::ceil(q * static_cast<double>(count_) - 1e-9);
  const auto step = std::lower_bound(steps_.begin(), steps_.end(), rank, [](const Step& a, double wanted) {
    return static_cast<double>(a.up_to) < wanted;
  });
  return step == steps_.end() ? steps_.back().value : step->value;
}

double QuantileCurve::at(double q, double samples) const {
  return samples > static_cast<double>(count_) ? between_steps(q) : at(q);
}

double QuantileCurve::middle_rank(std::size_t step) const {
  const std::uint64_t below = step == 0 ? 0 : steps_[step - 1].up_to;
  return (static_cast<double>(below) + static_cast<double>(steps_[step].up_to)) / 2;
}

double QuantileCurve::between_steps(double q) const {
  if (steps_.empty()) return 0;
  const double rank = q * static_cast<double>(count_);
  std::size_t low = 0, high = steps_.size();  // the first step whose middle is above the rank
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (middle_rank(middle) <= rank)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0) return steps_.front().value;
  if (low == steps_.size()) return steps_.back().value;
  const double from = middle_rank(low - 1), to = middle_rank(low);
  const double share = (rank - from) / (to - from);
  return steps_[low - 1].value + share * (steps_[low].value - steps_[low - 1].value);
}

Range QuantileCurve::around(double q, double width, double samples) const {
  const Range share = share_bounds(q, width, samples);
  return {share.low <= 0 ? 0 : at(share.low, samples),
          share.high >= 1 ? std::numeric_limits<double>::infinity() : at(share.high, samples)};
}

}  // namespace cxload::compare
