// The gates: what was asked, what was seen, and how far apart they are; failed ones first.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "../format.hpp"
#include "../wording.hpp"
#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {
namespace {

using result::ThresholdResult;

/// A bar from 0 to what was observed with a mark at the limit; the longer of both takes 80 of 100 units.
std::string bar(const ThresholdResult& gate) {
  const double limit = std::abs(gate.limit), observed = std::abs(gate.observed.value_or(0));
  const double longest = std::max(limit, observed);
  const double scale = longest > 0 && std::isfinite(longest) ? 80 / longest : 0;
  return fmt::format(
      "<svg class=\"bar\" viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\" "
      "focusable=\"false\"><rect class=\"track\" y=\"3\" width=\"100\" height=\"6\" rx=\"1\"/><rect "
      "class=\"fill\" y=\"3\" width=\"{:.1f}\" height=\"6\" rx=\"1\"/><rect class=\"mark\" x=\"{:.1f}\" "
      "width=\"1.2\" height=\"12\"/></svg>",
      observed * scale, std::min(limit * scale, 98.8));
}

std::string row(const ThresholdResult& gate) {
  std::string out = fmt::format(
      "<tr role=\"row\" class=\"{}\"><td role=\"cell\" class=\"state\">{} {}</td><th role=\"rowheader\" "
      "scope=\"row\"><code>{}</code>{}{}</th>",
      gate.pass ? "passed" : "failed", gate.pass ? passed_icon() : failed_icon(),
      gate.pass ? "passed" : "failed", html(gate.text, 300),
      gate.is_implicit ? " <span class=\"tag\">implicit</span>" : "",
      gate.observed || gate.why.empty() ? std::string()
                                        : fmt::format("<p class=\"why\">{}</p>", html(gate.why, 600)));
  out += fmt::format(
      "<td role=\"cell\" class=\"number\" data-label=\"observed\">{}</td><td role=\"cell\" class=\"number\" "
      "data-label=\"limit\">{}</td><td role=\"cell\" class=\"margin\">{}<span>{}</span></td><td "
      "role=\"cell\" "
      "class=\"number\" data-label=\"samples\">{}</td></tr>\n",
      figure(observed_text(gate)), figure(limit_text(gate)), bar(gate), html(margin_text(gate)),
      count_text(gate.samples));
  return out;
}

}  // namespace

std::string gates_section(const result::RunResult& run) {
  if (run.thresholds.empty()) return "<p class=\"empty\">This run had no gates.</p>\n";
  // Roles by hand: the narrow layout turns rows into blocks, which takes the table's own roles away.
  std::string out =
      "<table class=\"gates\" role=\"table\"><caption>Failed gates first. The mark in a bar is the "
      "limit.</caption>"
      "<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">Result</th><th "
      "role=\"columnheader\" scope=\"col\">Gate</th><th role=\"columnheader\" scope=\"col\" "
      "class=\"number\">Observed</th><th role=\"columnheader\" scope=\"col\" class=\"number\">Limit</th><th "
      "class=\"margin\" role=\"columnheader\" scope=\"col\">Margin</th><th role=\"columnheader\" "
      "scope=\"col\" "
      "class=\"number\">Samples</th></tr></thead>\n<tbody role=\"rowgroup\">\n";
  for (const ThresholdResult* gate : gates_in_order(run)) out += row(*gate);
  return out + "</tbody></table>\n";
}

}  // namespace cxload::report::page
