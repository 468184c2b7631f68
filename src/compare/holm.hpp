/// Holm's correction for many decisions at once.
#pragma once
#include <span>
#include <vector>

namespace cxload::compare {

struct Decision {
  double tails = 0;  ///< the level at which it was decided; its interval is drawn at it
  bool is_significant = false;
};

/// One false alarm or more among all `p_values` happens with probability `false_alarms` at most, however the
/// statistics depend on each other.
[[nodiscard]] std::vector<Decision> decide(std::span<const double> p_values, double false_alarms);

}  // namespace cxload::compare
