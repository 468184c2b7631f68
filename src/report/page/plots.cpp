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

Plot make_plot(const std::vector<Plot>& before, const Timeline& time, std::string title, std::string unit) {
  Plot plot;
  plot.id = fmt::format("plot-{}", before.size() + 1);
  plot.title = std::move(title);
  plot.unit = std::move(unit);
  plot.x = time.seconds();
  return plot;
}

void add_gauge(std::vector<Plot>& plots, const Timeline& time, std::string_view name, std::string title,
               std::string unit) {
  const Values values = time.values(name, Thinning::highest);
  if (values.empty()) return;
  const std::size_t peak = highest_at(values);
  Plot plot = make_plot(plots, time, std::move(title), std::move(unit));
  plot.summary = fmt::format("Peak {} at {}, {} at the end.", number_text(*values[peak]),
                             moment(plot.x[peak]), number_text(last_of(values).value_or(0)));
  plot.lines = {{std::string(name), "area", values}};
  plots.push_back(std::move(plot));
}

std::string storm_sentence(const result::Storm& storm) {
  return fmt::format(" {} of {} cut at {}: {}, at most {} REGISTERs in a second.",
                     plural(storm.cut, "connection"), storm.group, moment(storm.t),
                     storm.recovery_s ? fmt::format("95 % back after {}", quantity(*storm.recovery_s, "s"))
                                      : fmt::format("only {} came back", count_text(storm.back)),
                     count_text(storm.peak_register_rate));
}

/// The events stand in the plot of registered phones, which is the first.
void add_storms(std::vector<Plot>& plots, const result::RunResult& run) {
  if (plots.empty()) return;
  for (const result::Storm& storm : run.storms) {
    plots.front().marks.push_back(
        {fmt::format("{} of {} cut", quantity(storm.share, "1"), storm.group), storm.t});
    plots.front().summary += storm_sentence(storm);
  }
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
  Plot plot = make_plot(plots, time, fmt::format("{} over time", metric_title(name)), latency.metric->unit);
  plot.limits = limits_on(run, name);
  for (const std::string_view stat : {"p50", "p95", "p99"}) {
    const Values values =
        time.values(fmt::format("{}.{}", name, stat), stat == "p50" ? Thinning::mean : Thinning::highest);
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

/// Whether one straight scale would press the fastest of these to the floor.
bool spread_wide(const std::vector<Distribution>& latencies) {
  double slowest = 0, fastest = 0;
  for (const Distribution& it : latencies) {
    slowest = std::max(slowest, it.max());
    fastest = fastest == 0 ? it.max() : std::min(fastest, it.max());
  }
  return slowest > 8 * fastest;
}

/// The HDR curve: the value at each percentile, the axis stretched so that each further nine takes as much
/// room.
void add_percentiles(std::vector<Plot>& plots, const std::vector<Distribution>& latencies) {
  constexpr double step = 0.05, most_nines = 5;
  Plot plot;
  plot.id = "plot-percentiles";
  plot.title = "Latency by percentile";
  plot.unit = "ms";
  plot.axis = PlotAxis::percentile;
  double nines = 0;
  for (const Distribution& latency : latencies)
    nines = std::max(nines, std::log10(static_cast<double>(latency.samples())));
  const auto points = static_cast<std::size_t>(std::clamp(nines, 1.0, most_nines) / step) + 1;
  for (std::size_t i = 0; i < points; ++i) plot.x.push_back(static_cast<double>(i) * step);
  for (const Distribution& latency : latencies) {
    if (latency.metric->unit != plot.unit || plot.lines.size() == most_latencies) continue;
    // n samples say nothing beyond the percentile 1 - 1/n.
    const double known = std::log10(static_cast<double>(latency.samples()));
    PlotLine line{latency.metric->name, fmt::format("c{}", plot.lines.size() + 1), {}};
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
  plot.is_logarithmic = spread_wide(latencies);
  plot.is_wide = plots.size() % 2 == 0;  // else it fills the gap in the last row
  plots.push_back(std::move(plot));
}

void add_rates(std::vector<Plot>& plots, const Timeline& time, const result::RunResult& run) {
  Plot plot = make_plot(plots, time, "Offered and achieved rate", "starts/s");
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
  Plot plot = make_plot(plots, time, "Journeys ended", "journeys/s");
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
  add_storms(plots, run);
  add_gauge(plots, time, "calls.active", "Active calls", "calls");
  for (std::size_t i = 0; i < std::min(latencies.size(), most_latencies); ++i)
    add_latency(plots, time, run, latencies[i]);
  add_percentiles(plots, latencies);
  add_rates(plots, time, run);
  add_outcomes(plots, time, run);
  return plots;
}

std::string plots_note(const result::RunResult& run) {
  const Timeline time(run.series);
  const double span = static_cast<double>(time.rows_a_point()) * run.series.interval_s;
  std::string note = "Times are counted from the start of the run.";
  if (time.rows_a_point() > 1)
    note += fmt::format(
        " Each point stands for {}: the average for p50 and rates, the highest second for the rest.",
        span_text(std::chrono::duration<double>(span)));
  if (const std::size_t all = main_latencies(run).size(); all > most_latencies)
    note += fmt::format(" {} of {} latencies are plotted; the table of metrics has them all.", most_latencies,
                        all);
  return note;
}

}  // namespace cxload::report::page
