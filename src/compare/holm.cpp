#include "holm.hpp"

#include <algorithm>
#include <numeric>

namespace cxload::compare {

std::vector<Decision> decide(std::span<const double> p_values, double false_alarms) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<Decision> decisions(p_values.size());
  std::size_t rejected = 0;
  bool goes_on = true;
  for (const std::size_t i : order) {
    // All that follow the first one kept are decided, and drawn, at its level.
    const double level = false_alarms / static_cast<double>(p_values.size() - rejected);
    goes_on = goes_on && p_values[i] < level;
    decisions[i] = {level, goes_on};
    if (goes_on) ++rejected;
  }
  return decisions;
}

}  // namespace cxload::compare
