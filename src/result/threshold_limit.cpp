/// Numbers with units, converted without a rounding step of their own.
#include "threshold_limit.hpp"

#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace cxload::result {
namespace {

using Limit = boost::system::result<double, ThresholdError>;

struct TimeUnit {
  std::string_view name;
  int exponent;      ///< of ten, in seconds
  double times = 1;  ///< and this
};

constexpr auto time_units =
    std::to_array<TimeUnit>({{"µs", -6}, {"us", -6}, {"ms", -3}, {"s", 0}, {"m", 0, 60}, {"h", 0, 3600}});

const TimeUnit* find_time_unit(std::string_view name) {
  for (const TimeUnit& unit : time_units)
    if (unit.name == name) return &unit;
  return nullptr;
}

/// `digits` × 10^exponent as one decimal text, so that 94.3% is the double nearest to 0.943.
std::optional<double> scaled(std::string_view digits, int exponent) {
  const std::string text = fmt::format("{}e{}", digits, exponent);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Limit parse_time(std::string_view digits, std::string_view unit, const stats::Metric& metric) {
  if (unit.empty())
    return ThresholdError{digits.size(),
                          fmt::format("a time needs its unit, as in \"{}{}\"", digits, metric.unit)};
  const TimeUnit* from = find_time_unit(unit);
  const TimeUnit* to = find_time_unit(metric.unit);
  if (from == nullptr || to == nullptr)
    return ThresholdError{digits.size(),
                          fmt::format("{} is a time: µs, ms, s, m or h, not \"{}\"", metric.name, unit)};
  return scaled(digits, from->exponent - to->exponent).value_or(0) * from->times;
}

Limit parse_share(std::string_view digits, std::string_view unit, const stats::Metric& metric) {
  if (!unit.empty() && unit != "%")
    return ThresholdError{digits.size(),
                          fmt::format("{} is a ratio: 0 … 1 or a percentage, not \"{}\"", metric.name, unit)};
  const double value = scaled(digits, unit.empty() ? 0 : -2).value_or(0);
  if (value <= 1) return value;
  return ThresholdError{0, unit.empty()
                               ? fmt::format("a ratio lies between 0 and 1; did you mean \"{}%\"?", digits)
                               : "a ratio cannot be above 100%"};
}

}  // namespace

Limit parse_limit(std::string_view text, const stats::Metric& metric, std::string_view stat) {
  if (text.starts_with('-')) return ThresholdError{0, "nothing measured is below 0"};
  const std::string_view digits = text.substr(0, text.find_first_not_of("0123456789."));
  if (digits.size() > 32 || !scaled(digits, 0) || digits.front() == '.')
    return ThresholdError{0, text.empty() ? "a number is expected here" : "this is not a number"};
  std::string_view unit = text.substr(digits.size());
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  const std::size_t unit_at = text.size() - unit.size();
  const auto placed = [&](Limit limit) {
    if (!limit && limit.error().at != 0) return Limit(ThresholdError{unit_at, limit.error().message});
    return limit;
  };
  if (stat != "count" && find_time_unit(metric.unit) != nullptr)
    return placed(parse_time(digits, unit, metric));
  if (stat != "count" && metric.unit == "1") return placed(parse_share(digits, unit, metric));
  if (!unit.empty())
    return ThresholdError{unit_at, fmt::format("this is a plain number; \"{}\" does not belong here", unit)};
  return *scaled(digits, 0);
}

}  // namespace cxload::result
