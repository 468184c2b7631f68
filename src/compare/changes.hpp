/// The two kinds of change that are judged: of a quantile and of a ratio.
#pragma once
#include <span>

#include "estimate.hpp"
#include "quantile_curve.hpp"

namespace cxload::compare {

/// Logarithm of new/base of quantile `q`. Lifetime: the curves outlive the estimate.
[[nodiscard]] Estimate quantile_change(const QuantileCurve& base, const QuantileCurve& changed, double q);

struct Share {
  double numerator = 0, denominator = 0;
  [[nodiscard]] double value() const { return denominator > 0 ? numerator / denominator : 0; }
};

/// new - base. `seen`: the change to the worse that sample sizes are for, with its sign.
[[nodiscard]] Estimate ratio_change(const Share& base, const Share& changed, double seen);

}  // namespace cxload::compare
