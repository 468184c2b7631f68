#include "timeline.hpp"

#include <algorithm>

#include "../reading.hpp"

namespace cxload::report::page {
namespace {

using Values = std::vector<std::optional<double>>;

std::optional<double> thin(Values::const_iterator from, Values::const_iterator to, Thinning thinning) {
  double sum = 0, highest = 0;
  std::size_t n = 0;
  for (; from != to; ++from) {
    if (!*from) continue;
    highest = n == 0 ? **from : std::max(highest, **from);
    sum += **from;
    ++n;
  }
  if (n == 0) return std::nullopt;
  return thinning == Thinning::highest ? highest : sum / static_cast<double>(n);
}

}  // namespace

Timeline::Timeline(const result::Series& series)
    : series_(series), step_((series.rows.size() + most_points - 1) / most_points) {
  step_ = std::max<std::size_t>(step_, 1);
  const Values times = column(series, "t");
  for (std::size_t row = 0; row < series.rows.size(); row += step_) {
    const bool is_given = row < times.size() && times[row];
    seconds_.push_back(is_given ? *times[row] : static_cast<double>(row) * series.interval_s);
  }
}

std::vector<std::optional<double>> Timeline::values(std::string_view name, Thinning thinning) const {
  const Values all = column(series_, name);
  if (std::none_of(all.begin(), all.end(), [](const auto& value) { return value.has_value(); })) return {};
  Values points;
  for (std::size_t row = 0; row < all.size(); row += step_) {
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(row);
    points.push_back(
        thin(from, from + static_cast<std::ptrdiff_t>(std::min(step_, all.size() - row)), thinning));
  }
  return points;
}

std::vector<std::optional<double>> Timeline::rates(std::string_view name) const {
  Values points = values(name, Thinning::mean);
  if (series_.interval_s > 0)
    for (auto& point : points)
      if (point) *point /= series_.interval_s;
  return points;
}

}  // namespace cxload::report::page
