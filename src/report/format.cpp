#include "format.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace cxload::report {
namespace {

/// Groups the integer part of a printed number in threes.
std::string grouped(std::string digits) {
  const std::size_t sign = digits.starts_with('-') ? 1 : 0;
  std::size_t at = digits.find('.');
  if (at == std::string::npos) at = digits.size();
  while (at > sign + 3) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string fixed(double value, int decimals) { return grouped(fmt::format("{:.{}f}", value, decimals)); }

/// Three significant digits, whole numbers as they are.
int decimals_for(double value) {
  const double size = std::abs(value);
  if (size >= 100 || value == std::floor(value)) return 0;
  return size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
}

/// A value in the unit people read it in.
struct Shown {
  double value;
  std::string unit;  ///< with its leading space
};

Shown shown(double value, std::string_view unit) {
  if (unit == "1") return {value * 100, " %"};
  if (unit == "ms" && std::abs(value) >= 10'000) return {value / 1000, " s"};
  return {value, unit.empty() ? std::string() : fmt::format(" {}", unit)};
}

/// "94.0 %" and "94 %" are the same figure to a reader.
bool look_alike(std::string a, std::string b) {
  for (std::string* text : {&a, &b})
    for (const std::string_view zeros : {".00", ".0"})
      if (const std::size_t at = text->find(zeros); at != std::string::npos) text->erase(at, zeros.size());
  return a == b;
}

std::string percent(double value) {
  if (value > 99.99 && value < 100) return "> 99.99 %";
  if (value > 0 && value < 0.01) return "< 0.01 %";
  const bool near_an_end = value > 99 || value < 1;
  return fixed(value, value == std::floor(value) ? 0 : near_an_end ? 2 : 1) + " %";
}

}  // namespace

std::string count_text(std::uint64_t n) { return grouped(std::to_string(n)); }

std::string plural(std::uint64_t n, std::string_view noun) {
  return fmt::format("{} {}{}", count_text(n), noun, n == 1 ? "" : "s");
}

std::string number_text(double value) {
  return std::isfinite(value) ? fixed(value, decimals_for(value)) : std::string("–");
}

std::string quantity(double value, std::string_view unit) {
  if (!std::isfinite(value)) return "–";
  const Shown it = shown(value, unit);
  return unit == "1" ? percent(it.value) : number_text(it.value) + it.unit;
}

std::string quantity_beside(double value, double other, std::string_view unit) {
  if (value == other || !std::isfinite(value) || !look_alike(quantity(value, unit), quantity(other, unit)))
    return quantity(value, unit);
  const Shown a = shown(value, unit), b = shown(other, unit);
  int decimals = 1;
  while (decimals < 9 && fixed(a.value, decimals) == fixed(b.value, decimals)) ++decimals;
  return fixed(a.value, decimals) + a.unit;
}

std::string observed_text(const result::ThresholdResult& gate) {
  return gate.observed ? quantity_beside(*gate.observed, gate.limit, gate.unit) : std::string("no sample");
}

std::string limit_text(const result::ThresholdResult& gate) {
  constexpr auto signs = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"<=", "≤"}, {">=", "≥"}, {"==", "="}, {"!=", "≠"}});
  std::string_view sign = gate.op;
  for (const auto& [op, shown_as] : signs)
    if (gate.op == op) sign = shown_as;
  return fmt::format("{} {}", sign, quantity(gate.limit, gate.unit));
}

std::string margin_text(const result::ThresholdResult& gate) {
  if (!gate.observed) return "nothing was measured";
  const double away = *gate.observed - gate.limit;
  if (away == 0) return gate.op == "==" ? "as it must be" : "at the limit";
  const std::string_view side = away < 0 ? "below" : "above";
  if (gate.unit == "1") {
    const std::string points = number_text(std::round(std::abs(away) * 1000) / 10);
    return fmt::format("{} {} {} the limit", points, points == "1" ? "point" : "points", side);
  }
  if (gate.limit == 0 || gate.op == "==" || gate.op == "!=")
    return fmt::format("{} {} the limit", quantity(std::abs(away), gate.unit), side);
  const double times = *gate.observed / gate.limit;
  if (times >= 2) return fmt::format("{} times the limit", number_text(times));
  return fmt::format("{} {} the limit", percent(std::abs(away / gate.limit) * 100), side);
}

std::string span_text(std::chrono::duration<double> span) {
  const double seconds = std::max(0.0, span.count());
  if (seconds < 60) return fmt::format("{} s", number_text(std::round(seconds * 10) / 10));
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min {:02} s", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string clock_text(std::chrono::duration<double> span) {
  const auto whole = static_cast<std::uint64_t>(std::max(0.0, span.count()));
  if (whole < 3600) return fmt::format("{:02}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string date_text(WallTime time) {
  return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(WallClock::to_time_t(time)));
}

std::string rfc3339(WallTime time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  const auto part = std::chrono::duration_cast<std::chrono::milliseconds>(time - whole);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(WallClock::to_time_t(whole)), part.count());
}

std::string label_text(const stats::LabelSet& labels) {
  std::string out;
  for (const auto& [name, value] : labels)
    out += fmt::format("{}{}={}", out.empty() ? "" : ", ", name, value);
  return out.empty() ? "all" : out;
}

}  // namespace cxload::report
