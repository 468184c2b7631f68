// Every figure of the run, folded away: distributions with their percentiles, ratios, counters and gauges.
#include <array>

#include <fmt/format.h>

#include "../format.hpp"
#include "../reading.hpp"
#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {
namespace {

using stats::Cell;
using stats::Kind;
using stats::Metric;

std::string number(std::string_view markup) { return fmt::format("<td class=\"number\">{}</td>", markup); }

std::string head_cells(std::initializer_list<std::string_view> names) {
  std::string out = "<thead><tr><th scope=\"col\">Metric</th><th scope=\"col\">Labels</th>";
  for (const std::string_view name : names)
    out += fmt::format("<th scope=\"col\" class=\"number\">{}</th>", name);
  return out + "</tr></thead>\n";
}

/// The name stands once for the eye and in every row for a screen reader.
std::string name_cell(const Metric& metric, bool is_first, const stats::LabelSet& labels) {
  const std::string help = metric.help.empty() || !is_first
                               ? std::string()
                               : fmt::format("<span class=\"help\">{}</span>", html(metric.help, 300));
  return fmt::format("<th scope=\"row\"{}><code>{}</code>{}</th><td>{}</td>",
                     is_first ? "" : " class=\"again\"", html(metric.name, 120), help,
                     html(label_text(labels), 200));
}

std::string distribution_row(const Metric& metric, const Cell& cell) {
  const Distribution it{&metric, &cell};
  std::string out =
      number(html(metric.unit)) + number(count_text(it.samples())) + number(count_text(cell.failed));
  if (it.samples() == 0) return out + "<td colspan=\"11\">no sample</td>";
  out += number(number_text(it.min())) + number(number_text(it.mean())) + number(number_text(it.stddev()));
  for (const double percentile : {5.0, 50.0, 90.0, 95.0, 99.0, 99.9})
    out += number(number_text(it.at(percentile)));
  return out + number(number_text(it.max()));
}

std::string ratio_row(const Metric&, const Cell& cell) {
  const auto value = ratio_of(cell);
  return number(value ? figure(quantity(*value, "1")) : std::string("–")) +
         number(count_text(cell.numerator)) + number(count_text(cell.denominator));
}

std::string value_row(const Metric& metric, const Cell& cell) {
  const bool is_known = metric.kind == Kind::gauge || cell.tried;
  return number(is_known ? number_text(static_cast<double>(cell.value)) : std::string("–"));
}

struct Table {
  std::string_view title;
  bool (*holds)(Kind);
  std::string (*row)(const Metric&, const Cell&);
  std::string head;
};

std::string table(const result::RunResult& run, const Table& form) {
  std::string rows;
  std::uint64_t metrics = 0;
  for (std::size_t i = 0; i < run.metrics.size(); ++i) {
    if (!form.holds(run.metrics[i].kind)) continue;
    const auto& series = run.snapshot.series(static_cast<stats::MetricId>(i));
    if (series.empty()) continue;
    ++metrics;
    for (const auto& [labels, cell] : series)
      rows +=
          fmt::format("<tr>{}{}</tr>\n", name_cell(run.metrics[i], &cell == &series.begin()->second, labels),
                      form.row(run.metrics[i], cell));
  }
  if (metrics == 0) return {};
  return fmt::format(
      "<details><summary>{} ({})</summary>{}</details>\n", form.title, plural(metrics, "metric"),
      scrollable(form.title,
                 fmt::format("<table class=\"metrics\"><caption>{}</caption>{}<tbody>\n{}</tbody></table>",
                             form.title, form.head, rows)));
}

}  // namespace

std::string metrics_section(const result::RunResult& run) {
  const std::array<Table, 3> tables = {
      Table{"Distributions", [](Kind kind) { return kind == Kind::distribution; }, distribution_row,
            head_cells({"Unit", "Count", "Failed", "Min", "Mean", "Std dev", "p5", "p50", "p90", "p95", "p99",
                        "p99.9", "Max"})},
      Table{"Ratios", [](Kind kind) { return kind == Kind::ratio; }, ratio_row,
            head_cells({"Value", "Counted", "Of"})},
      Table{"Counters and gauges", [](Kind kind) { return kind == Kind::counter || kind == Kind::gauge; },
            value_row, head_cells({"Value"})},
  };
  std::string out;
  for (const Table& form : tables) out += table(run, form);
  return out.empty() ? "<p class=\"empty\">Nothing was measured.</p>\n" : out;
}

}  // namespace cxload::report::page
