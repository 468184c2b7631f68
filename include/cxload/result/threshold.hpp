/// Threshold: one release gate, "sip.rrd{group=agents}.p95 < 250ms" (CONTRACT 2), parsed and evaluated.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
};

/// Why a threshold text is wrong: `at` is the offset of the fault in the text.
struct ThresholdError {
  std::size_t at;
  std::string message;  ///< with "did you mean …" where something is near
};

/// Checks metric, labels, stat, operator, number and unit against the catalogue.
[[nodiscard]] boost::system::result<Threshold, ThresholdError> parse_threshold(
    std::string_view text, const stats::Catalogue& catalogue);

/// No sample: fails, with that as its reason. Ratios with a zero denominator too.
[[nodiscard]] ThresholdResult evaluate(const Threshold& threshold, const stats::Catalogue& catalogue,
                                       const stats::Snapshot& snapshot);

}  // namespace cxload::result
