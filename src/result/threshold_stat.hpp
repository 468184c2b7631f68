/// The figures a threshold may ask for: "p99.9", "mean", "value" …
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <cxload/stats/snapshot.hpp>

namespace cxload::result {

/// The number in "p0" … "p99.99" (two decimals at most); nothing for any other word.
[[nodiscard]] std::optional<double> parse_percentile(std::string_view stat);

/// Empty when `stat` fits a metric of this kind, else what is wrong with it.
[[nodiscard]] std::string check_stat(std::string_view stat, stats::Kind kind);

/// The figure in the metric's unit; nothing without a sample.
[[nodiscard]] std::optional<double> read_stat(std::string_view stat, const stats::Metric& metric,
                                              const stats::Cell& cell);

/// How many samples stand behind any figure of this cell.
[[nodiscard]] std::uint64_t samples_of(stats::Kind kind, const stats::Cell& cell);

}  // namespace cxload::result
