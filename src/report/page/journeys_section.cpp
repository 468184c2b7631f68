// How many of each journey were planned, started, completed, failed, dropped, and how long they took.
#include <fmt/format.h>

#include "../format.hpp"
#include "../reading.hpp"
#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {
namespace {

std::string cell(std::string_view label, std::string_view markup) {
  return fmt::format("<td role=\"cell\" class=\"number\" data-label=\"{}\">{}</td>", label, markup);
}

std::string counts_cell(std::string_view label, std::uint64_t n, bool is_bad) {
  return cell(label, is_bad && n > 0 ? fmt::format("<strong class=\"bad\">{}</strong>", count_text(n))
                                     : count_text(n));
}

std::string row(const result::RunResult& run, const std::string& name, const result::JourneyCounts& counts) {
  std::string out = fmt::format("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><code>{}</code></th>",
                                html(name, 120));
  out += counts_cell("planned", counts.planned, false) + counts_cell("started", counts.started, false) +
         counts_cell("completed", counts.completed, false) + counts_cell("failed", counts.failed, true) +
         counts_cell("dropped", counts.dropped, true);
  const auto latency = find_distribution(run, "journey." + name);
  for (const auto& [label, percentile] :
       {std::pair{"p50", 50.0}, std::pair{"p95", 95.0}, std::pair{"p99", 99.0}})
    out += cell(
        label, latency ? figure(quantity(latency->at(percentile), latency->metric->unit)) : std::string("–"));
  return out + "</tr>\n";
}

}  // namespace

std::string journeys_section(const result::RunResult& run) {
  if (run.journeys.empty()) return "<p class=\"empty\">No journey was planned.</p>\n";
  std::string head;
  for (const std::string_view name :
       {"Planned", "Started", "Completed", "Failed", "Dropped", "p50", "p95", "p99"})
    head += fmt::format("<th role=\"columnheader\" scope=\"col\" class=\"number\">{}</th>", name);
  std::string out = fmt::format(
      "<table class=\"journeys\" role=\"table\"><caption>Times are of completed journeys, less planned waits "
      "and "
      "talk.</caption><thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" "
      "scope=\"col\">Journey</th>{}</tr></thead>\n<tbody role=\"rowgroup\">\n",
      head);
  for (const auto& [name, counts] : run.journeys) out += row(run, name, counts);
  return out + "</tbody></table>\n";
}

}  // namespace cxload::report::page
