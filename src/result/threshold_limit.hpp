/// The number and unit at the end of a threshold.
#pragma once
#include <string_view>

#include <cxload/result/threshold.hpp>

namespace cxload::result {

/// "250ms" for a metric in ms → 250; "94%" for a ratio → 0.94. The offset of an error counts from `text`.
[[nodiscard]] boost::system::result<double, ThresholdError> parse_limit(std::string_view text,
                                                                        const stats::Metric& metric,
                                                                        std::string_view stat);

}  // namespace cxload::result
