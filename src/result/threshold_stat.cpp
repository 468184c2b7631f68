/// Figures of a cell by name.
#include "threshold_stat.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

namespace cxload::result {
namespace {

using stats::Cell;
using stats::Kind;

struct Figure {
  std::string_view name;
  double (*read)(const stats::Histogram& histogram);
};

constexpr auto figures = std::to_array<Figure>({
    {"min", [](const stats::Histogram& h) { return static_cast<double>(h.min()); }},
    {"max", [](const stats::Histogram& h) { return static_cast<double>(h.max()); }},
    {"mean", [](const stats::Histogram& h) { return h.mean(); }},
    {"stddev", [](const stats::Histogram& h) { return h.stddev(); }},
});

}  // namespace

std::optional<double> parse_percentile(std::string_view stat) {
  if (stat.size() < 2 || stat.front() != 'p') return std::nullopt;
  const std::string_view digits = stat.substr(1);
  const std::size_t dot = digits.find('.');
  if (dot != std::string_view::npos && (dot == 0 || digits.size() - dot < 2 || digits.size() - dot > 3))
    return std::nullopt;
  double value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
  const bool is_number =
      error == std::errc{} && end == digits.data() + digits.size() && digits.front() != '-';
  return is_number && value < 100 ? std::optional(value) : std::nullopt;
}

std::string check_stat(std::string_view stat, Kind kind) {
  if (kind != Kind::distribution)
    return stat == "value" ? "" : fmt::format("\"{}\": only distributions have that figure", stat);
  std::vector<std::string_view> known{"count", "p5", "p50", "p90", "p95", "p99", "p99.9"};
  for (const Figure& figure : figures) known.push_back(figure.name);
  if (parse_percentile(stat) || std::find(known.begin(), known.end(), stat) != known.end()) return "";
  if (stat == "p100") return "percentiles end at p99.99; the largest value is \"max\"";
  if (stat.size() > 1 && stat.front() == 'p' && stat[1] >= '0' && stat[1] <= '9')
    return fmt::format("\"{}\" is not a percentile from p0 to p99.99", stat);
  const auto near = text::nearest(stat, known);
  return fmt::format("unknown figure \"{}\"{}", stat,
                     near ? fmt::format("; did you mean \"{}\"?", *near)
                          : "; there are p0 … p99.99, mean, min, max, stddev and count");
}

std::optional<double> read_stat(std::string_view stat, const stats::Metric& metric, const Cell& cell) {
  if (samples_of(metric.kind, cell) == 0) return std::nullopt;
  if (metric.kind == Kind::ratio)
    return static_cast<double>(cell.numerator) / static_cast<double>(cell.denominator);
  if (metric.kind != Kind::distribution) return static_cast<double>(cell.value);
  if (stat == "count") return static_cast<double>(cell.histogram.count());
  if (const auto percentile = parse_percentile(stat))
    return static_cast<double>(cell.histogram.value_at_percentile(*percentile)) / metric.per_unit;
  const auto figure =
      std::find_if(figures.begin(), figures.end(), [&](const Figure& f) { return f.name == stat; });
  if (figure == figures.end()) return std::nullopt;
  return figure->read(cell.histogram) / metric.per_unit;
}

std::uint64_t samples_of(Kind kind, const Cell& cell) {
  switch (kind) {
    case Kind::distribution:
      return cell.histogram.count();
    case Kind::ratio:
      return cell.denominator;
    default:
      return cell.tried;
  }
}

}  // namespace cxload::result
