#include "plots.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "../format.hpp"
#include "../reading.hpp"
#include "../wording.hpp"
#include "timeline.hpp"

namespace cxload::report::page {
namespace {

using Values = std::vector<std::optional<double>>;

/// Latencies drawn at most, over time and by percentile: more lines than this nobody tells apart.
constexpr std::size_t most_latencies = 6;

std::size_t highest_at(const Values& values) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] && (!values[best] || *values[i] > *values[best])) best = i;
  return best;
}

std::optional<double> last_of(const Values& values) {
  const auto last = std::find_if(values.rbegin(), values.rend(), [](const auto& v) { return v.has_value(); });
  return last == values.rend() ? std::nullopt : *last;
}

std::string moment(double seconds) { return clock_text(std::chrono::duration<double>(seconds)); }

void add_gauge(std::vector<Plot>& plots, const Timeline& time, std::string_view name, std::string title,
               std::string unit) {
  const Values values = time.values(name, Thinning::highest);
  if (values.empty()) return;
  const std::size_t peak = highest_at(values);
  Plot plot{fmt::format("plot-{}", plots.size()),
            std::move(title),
            std::move(unit),
            {},
            {},
            time.seconds(),
            {},
            {}};
  plot.summary = fmt::format("Peak {} at {}, {} at the end.", number_text(*values[peak]),
                             moment(plot.x[peak]), number_text(last_of(values).value_or(0)));
  plot.lines = {{std::string(name), "area", values}};
  plots.push_back(std::move(plot));
}

/// Gates on one percentile of the metric as a whole; a gate on a label is about other samples than the
/// plot's.
std::vector<PlotLimit> limits_on(const result::RunResult& run, std::string_view metric) {
  std::vector<PlotLimit> limits;
  for (const auto& gate : run.thresholds) {
    const bool is_upper = gate.op.starts_with('<') && gate.stat.starts_with('p');
    if (gate.metric == metric && gate.labels.empty() && is_upper)
      limits.push_back({fmt::format("{} limit", gate.stat), gate.limit});
  }
  return limits;
}

void add_latency(std::vector<Plot>& plots, const Timeline& time, const result::RunResult& run,
                 const Distribution& latency) {
  const std::string& name = latency.metric->name;
  Plot plot{fmt::format("plot-{}", plots.size()),
            fmt::format("{} over time", metric_title(name)),
            latency.metric->unit,
            {},
            {},
            time.seconds(),
            {},
            limits_on(run, name)};
  for (const std::string_view stat : {"p50", "p95", "p99"}) {
    const Values values = time.values(fmt::format("{}.{}", name, stat), Thinning::highest);
    if (!values.empty()) plot.lines.push_back({std::string(stat), std::string(stat), values});
  }
  if (plot.lines.empty()) return;
  const PlotLine& top = plot.lines.back();
  const std::size_t peak = highest_at(top.values);
  plot.summary = fmt::format("Whole run: p50 {}, p95 {}, p99 {}. Worst moment: {} {} at {}.",
                             quantity(latency.at(50), plot.unit), quantity(latency.at(95), plot.unit),
                             quantity(latency.at(99), plot.unit), top.name,
                             quantity(*top.values[peak], plot.unit), moment(plot.x[peak]));
  plots.push_back(std::move(plot));
}

/// The HDR curve: the value at each percentile, the axis stretched so that each further nine takes as much
/// room.
void add_percentiles(std::vector<Plot>& plots, const std::vector<Distribution>& latencies) {
  constexpr double step = 0.05, most_nines = 5;
  Plot plot{"plot-percentiles", "Latency by percentile", "ms", {}, PlotAxis::percentile, {}, {}, {}};
  double nines = 0;
  for (const Distribution& latency : latencies)
    nines = std::max(nines, std::log10(static_cast<double>(latency.samples())));
  const auto points = static_cast<std::size_t>(std::clamp(nines, 1.0, most_nines) / step) + 1;
  for (std::size_t i = 0; i < points; ++i) plot.x.push_back(static_cast<double>(i) * step);
  for (const Distribution& latency : latencies) {
    if (latency.metric->unit != plot.unit || plot.lines.size() == most_latencies) continue;
    // n samples say nothing beyond the percentile 1 - 1/n.
    const double known = std::log10(static_cast<double>(latency.samples()));
    PlotLine line{fmt::format("{} ({})", metric_title(latency.metric->name), latency.metric->name),
                  fmt::format("c{}", plot.lines.size() + 1),
                  {}};
    for (const double x : plot.x)
      line.values.push_back(x <= known + 1e-9 ? std::optional(latency.at(100 * (1 - std::pow(10, -x))))
                                              : std::nullopt);
    plot.summary += fmt::format("{}{}: p50 {}, p99 {}, highest {}", plot.summary.empty() ? "" : "; ",
                                latency.metric->name, quantity(latency.at(50), plot.unit),
                                quantity(latency.at(99), plot.unit), quantity(latency.max(), plot.unit));
    plot.lines.push_back(std::move(line));
  }
  if (plot.lines.empty()) return;
  plot.summary += ".";
  plots.push_back(std::move(plot));
}

void add_rates(std::vector<Plot>& plots, const Timeline& time, const result::RunResult& run) {
  Plot plot{fmt::format("plot-{}", plots.size()),
            "Offered and achieved rate",
            "/s",
            {},
            {},
            time.seconds(),
            {},
            {}};
  for (const auto& [name, shown, style] :
       {std::array{"offered", "offered", "offered"}, std::array{"started", "achieved", "main"}}) {
    Values values = time.rates(name);
    if (!values.empty()) plot.lines.push_back({shown, style, std::move(values)});
  }
  if (plot.lines.empty()) return;
  const auto total = total_of(run);
  plot.summary = fmt::format("{} of {} planned journeys were started", count_text(total.started),
                             count_text(total.planned));
  if (run.validity.achieved_share)
    plot.summary +=
        fmt::format("; achieved {} of the offered rate", quantity(*run.validity.achieved_share, "1"));
  plot.summary += ".";
  plots.push_back(std::move(plot));
}

void add_outcomes(std::vector<Plot>& plots, const Timeline& time, const result::RunResult& run) {
  Plot plot{fmt::format("plot-{}", plots.size()), "Journeys ended", "/s", {}, {}, time.seconds(), {}, {}};
  for (const auto& [name, style] : {std::array{"completed", "main"}, std::array{"failed", "bad"}}) {
    Values values = time.rates(name);
    if (!values.empty()) plot.lines.push_back({name, style, std::move(values)});
  }
  if (plot.lines.empty()) return;
  const auto total = total_of(run);
  plot.summary =
      fmt::format("{} completed, {} failed.", count_text(total.completed), count_text(total.failed));
  plots.push_back(std::move(plot));
}

}  // namespace

std::vector<Plot> plots_of(const result::RunResult& run) {
  const Timeline time(run.series);
  const std::vector<Distribution> latencies = main_latencies(run);
  std::vector<Plot> plots;
  add_gauge(plots, time, "phones.registered", "Registered phones", "phones");
  add_gauge(plots, time, "calls.active", "Active calls", "calls");
  for (std::size_t i = 0; i < std::min(latencies.size(), most_latencies); ++i)
    add_latency(plots, time, run, latencies[i]);
  add_percentiles(plots, latencies);
  add_rates(plots, time, run);
  add_outcomes(plots, time, run);
  return plots;
}

}  // namespace cxload::report::page
