/// Plot: what one canvas of the page shows. Made here, so that page.js only draws.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <cxload/result/run_result.hpp>

namespace cxload::report::page {

struct PlotLine {
  std::string name;
  std::string style;  ///< a line style of page.js: "main", "offered", "bad", "p50", "p95", "p99", "c1"…"c6"
  std::vector<std::optional<double>> values;  ///< one for each x; none: a gap
};

struct PlotLimit {
  std::string name;
  double value = 0;
};

/// A moment of the time axis.
struct PlotMark {
  std::string name;
  double x = 0;
};

enum class PlotAxis { time, percentile };

struct Plot {
  std::string id;  ///< of its canvas
  std::string title;
  std::string unit;     ///< of the y axis
  std::string summary;  ///< one sentence that says in words what the plot shows
  PlotAxis axis = PlotAxis::time;
  bool is_logarithmic = false;  ///< the y axis
  bool is_wide = false;         ///< takes a whole row of the page
  /// Seconds since the start; for PlotAxis::percentile nines: 1 is p90, 2 is p99, 3 is p99.9.
  std::vector<double> x;
  std::vector<PlotLine> lines;
  std::vector<PlotLimit> limits;  ///< of gates on what is plotted
  std::vector<PlotMark> marks;
};

/// Every plot there is something to show in, in reading order.
[[nodiscard]] std::vector<Plot> plots_of(const result::RunResult& run);

/// How to read the plots: one or two sentences.
[[nodiscard]] std::string plots_note(const result::RunResult& run);

/// The plots as JSON that can stand in a script element whatever the names in it are.
[[nodiscard]] std::string plots_json(const std::vector<Plot>& plots);

}  // namespace cxload::report::page
