/// Numbers and series as people read them.
#include <cmath>

#include <fmt/format.h>

#include <cxload/result/format.hpp>

namespace cxload::result {

std::string format_value(double value, std::string_view unit) {
  if (unit == "1") return format_value(value * 100, "%");
  const bool is_whole = std::abs(value) >= 1000 && std::abs(value) < 1e15;
  std::string text = is_whole ? fmt::format("{:.0f}", value) : fmt::format("{:.4g}", value);
  if (!unit.empty()) text.append(" ").append(unit);
  return text;
}

std::string format_series(std::string_view metric, const stats::LabelSet& labels) {
  std::string text(metric);
  if (labels.empty()) return text;
  char separator = '{';
  for (const auto& [name, value] : labels) {
    text.append(1, separator).append(name).append("=").append(value);
    separator = ',';
  }
  return text + "}";
}

}  // namespace cxload::result
