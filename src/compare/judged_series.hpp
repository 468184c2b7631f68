/// Which series of two sides are judged, with their measurements merged and run by run.
#pragma once
#include <string>
#include <vector>

#include <cxload/compare/side.hpp>
#include <cxload/stats/metric.hpp>
#include <cxload/stats/snapshot.hpp>

namespace cxload::compare {

struct Measured {
  stats::Cell merged;
  std::vector<stats::Cell> runs;  ///< of the runs that measured it
};

struct JudgedSeries {
  stats::Metric metric;
  stats::LabelSet labels;
  bool higher_is_worse = true;
  Measured base, changed;
};

/// In the order of the base's report, each metric in total and then under the labels that a gate names.
[[nodiscard]] std::vector<JudgedSeries> judged_series(const Side& base, const Side& changed);

}  // namespace cxload::compare
