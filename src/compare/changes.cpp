// Both put the intervals of the two sides together by Newcombe's rule for differences (method 10 of his paper
// of 1998, "square and add"): the end that faces the other side is what matters, so skew is kept.
#include "changes.hpp"

#include <algorithm>
#include <cmath>

namespace cxload::compare {
namespace {

struct Located {
  double value;
  Range range;
};

Range difference(const Located& base, const Located& changed) {
  const double change = changed.value - base.value;
  return {change - std::hypot(changed.value - changed.range.low, base.range.high - base.value),
          change + std::hypot(changed.range.high - changed.value, base.value - base.range.low)};
}

Located located(const QuantileCurve& curve, double q, double width, double samples) {
  const Range range = curve.around(q, width, samples);
  return {std::log(curve.at(q, samples)), {std::log(range.low), std::log(range.high)}};
}

/// Wilson's score interval.
Located located(double value, double width, double samples) {
  const double square = width * width / samples;
  const double middle = (value + square / 2) / (1 + square);
  const double half = width / (1 + square) * std::sqrt(value * (1 - value) / samples + square / samples / 4);
  return {value, {std::min(middle - half, value), std::max(middle + half, value)}};
}

}  // namespace

Estimate quantile_change(const QuantileCurve& base, const QuantileCurve& changed, double q) {
  Estimate estimate;
  estimate.change = std::log(changed.at(q)) - std::log(base.at(q));
  estimate.within = [&base, &changed, q](double width) {
    return difference(located(base, q, width, static_cast<double>(base.count())),
                      located(changed, q, width, static_cast<double>(changed.count())));
  };
  estimate.reach = [&base, &changed, q](double width, double samples) {
    const Located one = located(base, q, width, samples), other = located(changed, q, width, samples);
    return other.value - one.value - difference(one, other).low;
  };
  return estimate;
}

Estimate ratio_change(const Share& base, const Share& changed, double seen) {
  Estimate estimate;
  estimate.change = changed.value() - base.value();
  estimate.within = [base, changed](double width) {
    return difference(located(base.value(), width, base.denominator),
                      located(changed.value(), width, changed.denominator));
  };
  estimate.reach = [base, seen](double width, double samples) {
    const Located one = located(base.value(), width, samples);
    const Located other = located(std::clamp(base.value() + seen, 0.0, 1.0), width, samples);
    const double change = other.value - one.value;
    const Range range = difference(one, other);
    return seen > 0 ? change - range.low : range.high - change;
  };
  return estimate;
}

}  // namespace cxload::compare
