// The comparison for people: an answer, a row for each statistic, what was asked for and what to keep in
// mind.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/compare/render.hpp>
#include <cxload/result/format.hpp>

namespace cxload::compare {
namespace {

constexpr std::size_t widest_metric = 40;
constexpr std::string_view red = "\x1b[1;31m", green = "\x1b[32m", yellow = "\x1b[33m", faint = "\x1b[2m";

/// Names come from files of somebody else.
std::string tamed(std::string_view text, std::size_t limit = 300) { return text::printable(text, limit); }

struct Painter {
  bool has_colour;
  [[nodiscard]] std::string operator()(std::string_view text, std::string_view colour) const {
    return has_colour && !colour.empty() ? fmt::format("{}{}\x1b[0m", colour, text) : std::string(text);
  }
};

std::string_view word_of(Status status) {
  constexpr std::array<std::string_view, 4> words = {"worse", "better", "same", "unclear"};
  return words[static_cast<std::size_t>(status)];
}

std::string_view colour_of(Status status) {
  constexpr std::array<std::string_view, 4> colours = {red, green, "", yellow};
  return colours[static_cast<std::size_t>(status)];
}

/// +12.3 % of a time, +0.42 pp of a ratio; "?" for an end that the samples leave open.
std::string change_text(const Finding& finding, double change) {
  if (!std::isfinite(change)) return "?";
  const double percent = change * 100;
  return finding.is_ratio ? fmt::format("{:+.2f}", percent)
                          : fmt::format("{:+.{}f}", percent, std::abs(percent) < 100 ? 1 : 0);
}

std::string interval_text(const Finding& finding) {
  const bool has_low = std::isfinite(finding.interval.low) && (finding.is_ratio || finding.interval.low > -1);
  return fmt::format("{} … {}", has_low ? change_text(finding, finding.interval.low) : "?",
                     change_text(finding, finding.interval.high));
}

std::string metric_text(const Finding& finding) {
  return tamed(result::format_series(finding.metric, finding.labels), widest_metric);
}

std::string wanted_text(const Finding& finding) {
  if (!finding.wanted_samples) return "no number of samples would show it";
  const std::string runs = finding.wanted_runs ? fmt::format(" in {} runs", *finding.wanted_runs) : "";
  return fmt::format("wants {} samples{} a side", *finding.wanted_samples, runs);
}

std::string row_of(const Finding& finding, std::size_t columns, const Painter& paint) {
  const auto value = [&](double number) { return result::format_value(number, finding.unit); };
  std::string row = fmt::format("  {:<{}}  {:<5}  {:>11}  {:>11}  {:>8} {:<2}  {:<20}  ",
                                metric_text(finding), columns, finding.stat, value(finding.base_value),
                                value(finding.new_value), change_text(finding, finding.change),
                                finding.is_ratio ? "pp" : "%", interval_text(finding));
  row += paint(word_of(finding.status), colour_of(finding.status));
  if (finding.status == Status::unclear) row += paint("  " + wanted_text(finding), faint);
  return row + "\n";
}

std::size_t count_of(const Comparison& comparison, Status status) {
  return static_cast<std::size_t>(
      std::count_if(comparison.findings.begin(), comparison.findings.end(),
                    [&](const Finding& finding) { return finding.status == status; }));
}

std::string headline(const Comparison& comparison, const Painter& paint) {
  const std::size_t judged = comparison.findings.size();
  switch (comparison.answer) {
    case Answer::worse:
      return paint("WORSE", red) +
             fmt::format("  {} of {} figures are worse", count_of(comparison, Status::worse), judged);
    case Answer::no_worse:
      return paint("NO WORSE", green) + fmt::format("  none of {} figures is worse", judged);
    case Answer::too_few_samples:
      return paint("NO WORSE AS FAR AS SEEN", yellow) +
             fmt::format("  not enough samples to see {:.3g} %: of {} figures none is worse, {} unclear",
                         comparison.options.seen_relative * 100, judged,
                         count_of(comparison, Status::unclear));
    default:
      return paint("NOT COMPARABLE", red);
  }
}

std::string side_line(std::string_view word, const SideFacts& side) {
  return fmt::format("  {:<5} {}  ({} run{}, cxload {}, {})\n", word, tamed(side.path), side.runs,
                     side.runs == 1 ? "" : "s", tamed(side.version, 40), tamed(side.target));
}

std::string findings_table(const Comparison& comparison, const Painter& paint) {
  std::size_t columns = 6;
  for (const Finding& finding : comparison.findings) columns = std::max(columns, metric_text(finding).size());
  std::string out = "\n" +
                    paint(fmt::format("  {:<{}}  {:<5}  {:>11}  {:>11}  {:>11}  {:<20}  {}", "metric",
                                      columns, "stat", "base", "new", "change", "interval", "verdict"),
                          faint) +
                    "\n";
  for (const Finding& finding : comparison.findings) out += row_of(finding, columns, paint);
  return out;
}

}  // namespace

std::string render_table(const Comparison& comparison, bool has_colour) {
  const Painter paint{has_colour};
  std::string out = headline(comparison, paint) + "  " + tamed(comparison.scenario, 100) + "\n";
  out += side_line("base", comparison.base) + side_line("new", comparison.changed);
  for (const std::string& reason : comparison.reasons) out += "  - " + tamed(reason, 5000) + "\n";
  if (comparison.answer == Answer::not_comparable) return out;
  out += findings_table(comparison, paint);
  const Options& options = comparison.options;
  out += fmt::format(
      "\n  A change counts when its interval excludes 0 and it is at least {:.3g} % and {:.3g} ms (times) or "
      "{:.3g} pp "
      "(ratios).\n  Of comparisons of equals at most {:.3g} % alarm, all rows taken together.\n",
      options.min_relative * 100, options.min_milliseconds, options.min_ratio * 100,
      options.false_alarms * 100);
  for (const std::string& note : comparison.notes) out += "  Note: " + tamed(note, 600) + "\n";
  return out;
}

}  // namespace cxload::compare
