/// Snapshot: all measured values at one moment; can be merged and read.
#pragma once
#include <cstdint>
#include <map>

#include <cxload/stats/histogram.hpp>
#include <cxload/stats/metric.hpp>

namespace cxload::stats {

/// The value of one series: a metric in total, under one label, or under a combination a threshold names.
struct Cell {
  Histogram histogram;            ///< distribution
  std::uint64_t failed = 0;       ///< distribution: attempts without a sample
  std::uint64_t numerator = 0;    ///< ratio
  std::uint64_t denominator = 0;  ///< ratio
  std::int64_t value = 0;         ///< counter, gauge
  std::uint64_t tried = 0;  ///< counter, gauge: how often it was touched; above 0, a value of 0 is an answer

  void merge(const Cell& other);
  void subtract(const Cell& earlier);  ///< leaves what was counted since `earlier` was copied from it
  bool operator==(const Cell&) const = default;
};

/// metric → (labels → cell); the empty label set is the total. Copies share the histograms' memory.
class Snapshot {
 public:
  void merge(const Snapshot& other);
  [[nodiscard]] const Cell* find(MetricId metric, const LabelSet& labels = {}) const;
  Cell& at(MetricId metric, const LabelSet& labels);
  [[nodiscard]] const std::map<LabelSet, Cell>& series(MetricId metric) const;
  bool operator==(const Snapshot&) const = default;

 private:
  std::map<MetricId, std::map<LabelSet, Cell>> cells_;
};

}  // namespace cxload::stats
