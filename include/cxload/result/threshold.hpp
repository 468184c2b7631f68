/// Threshold: one release gate, "sip.rrd{group=agents}.p95 < 250ms" (CONTRACT 2), parsed and evaluated.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include <cxload/result/run_result.hpp>

namespace cxload::result {

struct Threshold {
  std::string text;
  std::string metric;  ///< "sip.rrd", "journey.call", "journey.call.failed"
  stats::LabelSet labels;
  std::string stat;  ///< "p95", "mean", "min", "max", "stddev", "count"; "value" for ratios, counters, gauges
  std::string op;    ///< < <= > >= == !=
  double limit = 0;  ///< in the metric's unit (ms, 1, …); "94%" is 0.94
  bool is_implicit = false;
  bool aborts = false;  ///< a run in which it fails is ended early
};

/// Why a threshold text is wrong: `at` is the offset of the fault in the text.
/// A class with constructors: as an aggregate it could be made from a number alone (C++20), which keeps
/// result<double, ThresholdError> from taking one.
struct ThresholdError {
  ThresholdError() = default;
  ThresholdError(std::size_t offset, std::string text) : at(offset), message(std::move(text)) {}

  std::size_t at = 0;
  std::string message;  ///< with "did you mean …" where something is near
};

/// The values a label may have, where the scenario knows them ("group" → its groups). A label that is not
/// here takes any value; journeys are known from the catalogue.
using LabelValues = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Checks metric, labels, stat, operator, number and unit against the catalogue. `metric{label=value,…}.stat
/// op number unit`; the stat is left out for ratios, counters and gauges.
[[nodiscard]] boost::system::result<Threshold, ThresholdError> parse_threshold(
    std::string_view text, const stats::Catalogue& catalogue, const LabelValues& known_values = {});

/// No sample: fails, with that as its reason. Ratios with a zero denominator too.
[[nodiscard]] ThresholdResult evaluate(const Threshold& threshold, const stats::Catalogue& catalogue,
                                       const stats::Snapshot& snapshot);

/// The label sets of two and more labels that these thresholds name: what a stats::Recorder has to keep.
[[nodiscard]] std::vector<stats::LabelSet> named_combinations(std::span<const Threshold> thresholds);

}  // namespace cxload::result
