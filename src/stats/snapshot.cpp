/// Snapshot: cell-wise arithmetic of measured values.
#include <cxload/stats/snapshot.hpp>

namespace cxload::stats {

void Cell::merge(const Cell& other) {
  histogram.merge(other.histogram);
  failed += other.failed;
  numerator += other.numerator;
  denominator += other.denominator;
  value += other.value;
  tried += other.tried;
}

void Cell::subtract(const Cell& earlier) {
  histogram.subtract(earlier.histogram);
  failed -= earlier.failed;
  numerator -= earlier.numerator;
  denominator -= earlier.denominator;
  value -= earlier.value;
  tried -= earlier.tried;
}

void Snapshot::merge(const Snapshot& other) {
  for (const auto& [metric, series] : other.cells_)
    for (const auto& [labels, cell] : series) cells_[metric][labels].merge(cell);
}

const Cell* Snapshot::find(MetricId metric, const LabelSet& labels) const {
  const auto& all = series(metric);
  const auto found = all.find(labels);
  return found == all.end() ? nullptr : &found->second;
}

Cell& Snapshot::at(MetricId metric, const LabelSet& labels) { return cells_[metric][labels]; }

const std::map<LabelSet, Cell>& Snapshot::series(MetricId metric) const {
  static const std::map<LabelSet, Cell> none;
  const auto found = cells_.find(metric);
  return found == cells_.end() ? none : found->second;
}

}  // namespace cxload::stats
