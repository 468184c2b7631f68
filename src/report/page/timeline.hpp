/// Timeline: the columns of a Series, thinned to what a page can draw.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include <cxload/result/run_result.hpp>

namespace cxload::report::page {

/// How several seconds become one point.
enum class Thinning { mean, highest };

/// Lifetime: of the series.
class Timeline {
 public:
  /// Points on one plot: about one for each pixel of a half-wide plot; more is only noise.
  static constexpr std::size_t most_points = 480;

  explicit Timeline(const result::Series& series);
  [[nodiscard]] const std::vector<double>& seconds() const { return seconds_; }
  [[nodiscard]] std::size_t rows_a_point() const { return step_; }
  /// Empty when the column is not there or holds no value at all.
  [[nodiscard]] std::vector<std::optional<double>> values(std::string_view column, Thinning thinning) const;
  /// A column of counts in each interval, as counts a second.
  [[nodiscard]] std::vector<std::optional<double>> rates(std::string_view column) const;

 private:
  const result::Series& series_;
  std::size_t step_;
  std::vector<double> seconds_;
};

}  // namespace cxload::report::page
