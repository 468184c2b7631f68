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
      "<tr class=\"{}\"><td>{}</td><th scope=\"row\" class=\"number\">{}</th><td class=\"number\">{}</td><td "
      "class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"state\">{} {}</td><td>{}</td></tr>\n",
      step.end == result::StepEnd::held ? "passed" : "failed", step.repeat, html(rate_text(step.rate)),
      count_text(step.planned - step.dropped), count_text(step.failed),
      step.p95_ms ? figure(quantity(*step.p95_ms, "ms")) : "",
      step.end == result::StepEnd::held ? passed_icon() : failed_icon(), step_word(step.end), why);
}

std::string card(std::string_view name, const std::string& value, const std::string& beside) {
  return fmt::format("<div class=\"figure\"><dt>{}</dt><dd><strong>{}</strong> <span>{}</span></dd></div>\n",
                     name, html(value), html(beside));
}

/// "3 climbs: 53.2/s, 58.6/s, 58.6/s"
std::string climbs_text(const result::SearchReport& search) {
  std::string text = plural(search.repeats.size(), "climb") + ":";
  for (const double rate : search.repeats)
    text += fmt::format("{}{}", text.ends_with(':') ? " " : ", ", rate_text(rate));
  return text;
}

/// The answer in figures: what held, how far apart the climbs lie, where it broke.
std::string cards(const result::SearchReport& search) {
  std::string out = card("Last good step", search.rate ? rate_text(*search.rate) : "none",
                         fmt::format("of journey {}, by {}", search.journey, search.method));
  if (search.low && search.high && search.repeats.size() > 1)
    out += *search.low == *search.high
               ? card("All climbs reached", rate_text(*search.low), climbs_text(search))
               : card("Climbs lie between",
                      fmt::format("{} and {}", rate_text(*search.low), rate_text(*search.high)),
                      climbs_text(search));
  if (search.broke_at) {
    const std::string above =
        search.rate && *search.rate > 0
            ? fmt::format("{:.3g} % above the last good step", 100 * (*search.broke_at / *search.rate - 1))
            : std::string("no step below it held");
    out += card("Broke at", rate_text(*search.broke_at), above);
  }
  return fmt::format("<dl class=\"figures\">\n{}</dl>\n", out);
}

std::string knee(const result::SearchReport& search) {
  if (search.knee.empty() || !search.broke_at) return {};
  std::string out = fmt::format("<h3>Why it broke at {}</h3>\n<ul>\n", html(rate_text(*search.broke_at)));
  for (const std::string& reason : search.knee) out += fmt::format("<li>{}</li>\n", html(reason, 600));
  return out + "</ul>\n";
}

std::string steps_table(const result::SearchReport& search) {
  std::string table =
      "<table><thead><tr><th scope=\"col\">Climb</th><th scope=\"col\" class=\"number\">Rate</th><th "
      "scope=\"col\" class=\"number\">Started</th><th scope=\"col\" class=\"number\">Failed</th><th "
      "scope=\"col\" class=\"number\">p95</th><th scope=\"col\">Step</th><th "
      "scope=\"col\">Why</th></tr></thead>\n<tbody>\n";
  for (const result::SearchStep& step : search.steps) table += row(step);
  return scrollable("Steps of the search", table + "</tbody></table>\n");
}

}  // namespace

std::string search_link(const result::RunResult& run) {
  return run.search ? "<a href=\"#search\">How many</a> " : "";
}

std::string search_section(const result::RunResult& run) {
  if (!run.search) return {};
  const result::SearchReport& search = *run.search;
  return fmt::format(
      "<section id=\"search\"><h2>How many can it take?</h2>\n<p><strong>{}</strong></p>\n{}{}{}"
      "<p class=\"note\">Gates and validity on this page are those of the best step that held; all other "
      "figures are of the whole run.</p>\n</section>\n",
      html(search.text, 600), cards(search), knee(search), steps_table(search));
}

}  // namespace cxload::report::page
