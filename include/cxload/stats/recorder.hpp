/// Recorder: one shard's measurements.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/stats/snapshot.hpp>

namespace cxload::stats {

enum class LabelId : std::uint32_t {};  ///< an interned LabelSet; valid in the recorder that gave it

/// A sample updates the total, each single label of its set, and each registered combination it matches; one
/// with a label that its metric keeps apart (Metric::apart) only those of them that name that label.
/// Hot path: no allocation, no string work; intern label sets once.
/// Threads: its shard's only; snapshot() too.
class Recorder {
 public:
  /// `combinations`: label-name/value sets of two and more labels that thresholds name.
  Recorder(const Catalogue& catalogue, std::vector<LabelSet> combinations);
  ~Recorder();
  LabelId intern(LabelSet labels);  ///< any order; the same set gives the same id

  void sample(MetricId distribution, LabelId labels, Duration value);  ///< times, to the nearest µs
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
