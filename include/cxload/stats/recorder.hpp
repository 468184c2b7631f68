/// Recorder: one shard's measurements. Snapshot: a copy that can be merged, subtracted and read.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/stats/histogram.hpp>
#include <cxload/stats/metric.hpp>

namespace cxload::stats {

/// Sorted (label, value) pairs: {{"group","agents"},{"journey","call"}}. Label names are the contract's.
using LabelSet = std::vector<std::pair<std::string, std::string>>;

enum class LabelId : std::uint32_t {};  ///< an interned LabelSet; valid in the recorder that gave it

/// The value of one series: a metric in total, under one label, or under a combination a threshold names.
struct Cell {
  Histogram histogram;            ///< distribution
  std::uint64_t failed = 0;       ///< distribution: attempts without a sample
  std::uint64_t numerator = 0;    ///< ratio
  std::uint64_t denominator = 0;  ///< ratio
  std::int64_t value = 0;         ///< counter, gauge
  bool tried = false;             ///< counter: its population was tried, so 0 is an answer

  void merge(const Cell& other);
};

/// metric → (labels → cell); the empty label set is the total.
class Snapshot {
 public:
  void merge(const Snapshot& other);
  [[nodiscard]] const Cell* find(MetricId metric, const LabelSet& labels = {}) const;
  Cell& at(MetricId metric, const LabelSet& labels);
  [[nodiscard]] const std::map<LabelSet, Cell>& series(MetricId metric) const;

 private:
  std::map<MetricId, std::map<LabelSet, Cell>> cells_;
};

/// A sample updates the total, each single label of its set, and each registered combination it matches.
/// Hot path: no allocation, no string work; intern label sets once.
/// Threads: its shard's only; snapshot() too.
class Recorder {
 public:
  /// `combinations`: label-name/value sets of two and more labels that thresholds name.
  Recorder(const Catalogue& catalogue, std::vector<LabelSet> combinations);
  ~Recorder();
  LabelId intern(LabelSet labels);

  void sample(MetricId distribution, LabelId labels, Duration value);  ///< times
  void sample(MetricId distribution, LabelId labels,
              std::int64_t value);  ///< other scales, already in integers
  void failed(MetricId distribution, LabelId labels);
  void attempt(MetricId ratio, LabelId labels, bool counts);       ///< denominator + 1, numerator if `counts`
  void add(MetricId counter, LabelId labels, std::int64_t n = 1);  ///< n = 0: tried, nothing found
  void shift(MetricId gauge, LabelId labels, std::int64_t delta);

  [[nodiscard]] Snapshot snapshot() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxload::stats
