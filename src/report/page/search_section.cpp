// How the capacity was looked for, step by step, and what came of it.
#include <fmt/format.h>

#include "../format.hpp"
#include "../wording.hpp"
#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {
namespace {

std::string row(const result::SearchStep& step) {
  std::string why;
  for (const std::string& reason : step.reasons) why += fmt::format("<div>{}</div>", html(reason, 600));
  return fmt::format(
      "<tr><td class=\"number\">{}</td><th scope=\"row\">{}</th><td class=\"number\">{}</td><td "
      "class=\"number\">{}</td><td class=\"number\">{}</td><td>{} {}</td><td>{}</td></tr>\n",
      step.repeat, html(rate_text(step.rate)), count_text(step.planned - step.dropped),
      count_text(step.failed), step.p95_ms ? figure(quantity(*step.p95_ms, "ms")) : "",
      step.end == result::StepEnd::held ? passed_icon() : failed_icon(), step_word(step.end), why);
}

}  // namespace

std::string search_section(const result::RunResult& run) {
  if (!run.search) return {};
  const result::SearchReport& search = *run.search;
  std::string out =
      fmt::format("<section id=\"search\"><h2>How many can it take?</h2>\n<p><strong>{}</strong></p>\n",
                  html(search.text, 600));
  if (!search.knee.empty() && search.broke_at) {
    out += fmt::format("<p>Why it broke at {}:</p>\n<ul>\n", html(rate_text(*search.broke_at)));
    for (const std::string& reason : search.knee) out += fmt::format("<li>{}</li>\n", html(reason, 600));
    out += "</ul>\n";
  }
  std::string table =
      "<table><thead><tr><th scope=\"col\">Climb</th><th scope=\"col\">Rate</th><th "
      "scope=\"col\">Started</th><th "
      "scope=\"col\">Failed</th><th scope=\"col\">p95</th><th scope=\"col\">Step</th><th "
      "scope=\"col\">Why</th></tr></thead>\n<tbody>\n";
  for (const result::SearchStep& step : search.steps) table += row(step);
  return out + scrollable("Steps of the search", table + "</tbody></table>\n") +
         "<p>Gates and validity on this page are those of the best step that held; all other figures are of "
         "the whole "
         "run.</p>\n</section>\n";
}

}  // namespace cxload::report::page
