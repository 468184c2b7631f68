/// Simulated: runs whose truth is known, as a report would hold them.
#pragma once
#include <cstddef>
#include <cstdint>

#include <cxload/base/random.hpp>
#include <cxload/compare/comparison.hpp>

namespace cxload::compare::simulated {

/// How a side differs from the usual one, and how its runs come about.
struct World {
  std::size_t runs = 1;
  std::size_t samples = 1000;  ///< journeys a run
  double rrd_factor = 1;       ///< all registrations this much slower
  double rrd_tail_factor = 1;  ///< only the slowest tenth of registrations
  double srd_factor = 1;       ///< all call set-ups (two humps: cached and not)
  double success = 0.985;      ///< of journeys
  double run_scatter = 0;      ///< standard deviation of a run's own logarithmic speed
  double persistence = 0;      ///< of slow phases inside a run: correlation of one sample with the next
};

/// Eight series as they occur together: log-normal and two-humped times, dependent on each other, and ratios.
[[nodiscard]] Side side(Random random, const World& world);

/// The finding of one statistic; the test fails when there is none.
[[nodiscard]] const Finding& finding(const Comparison& comparison, std::string_view metric,
                                     std::string_view stat);

}  // namespace cxload::compare::simulated
