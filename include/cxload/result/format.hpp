/// How a measured number is shown to a person.
#pragma once
#include <string>
#include <string_view>

#include <cxload/stats/labels.hpp>

namespace cxload::result {

/// 249.98, "ms" → "250 ms"; 0.9432, "1" → "94.32 %"; 12, "" → "12". Four significant digits, whole numbers
/// whole.
[[nodiscard]] std::string format_value(double value, std::string_view unit);

/// "sip.rrd", {{"group","agents"}} → "sip.rrd{group=agents}".
[[nodiscard]] std::string format_series(std::string_view metric, const stats::LabelSet& labels);

}  // namespace cxload::result
