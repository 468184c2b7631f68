// The banner: what happened and why, before anything else.
#include <fmt/format.h>

#include "../format.hpp"
#include "../wording.hpp"
#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {
namespace {

/// Reasons and failure classes named in the banner; the sections below have them all.
constexpr std::size_t most_reasons = 6, most_classes = 3;

std::string reasons(const std::vector<std::string>& all) {
  if (all.empty()) return {};
  std::string out = "<ul class=\"reasons\">\n";
  for (std::size_t i = 0; i < std::min(all.size(), most_reasons); ++i)
    out += fmt::format("<li>{}</li>\n", html(all[i], 600));
  if (all.size() > most_reasons)
    out += fmt::format("<li>and {} more, listed below</li>\n", all.size() - most_reasons);
  return out + "</ul>\n";
}

std::string top_failures(const std::vector<result::FailureGroup>& groups) {
  if (groups.empty()) return {};
  std::string out = "<p class=\"top\">Most frequent failures: ";
  for (std::size_t i = 0; i < std::min(groups.size(), most_classes); ++i)
    out += fmt::format("{}<a href=\"#failure-{}\"><code>{}</code> × {}</a>", i == 0 ? "" : ", ", i + 1,
                       html(groups[i].kind, 80), count_text(groups[i].count));
  return out + ".</p>\n";
}

}  // namespace

std::string verdict_section(const result::RunResult& run) {
  std::string out = fmt::format(
      "<div class=\"verdict\">{}<div><h1><span class=\"word\">{}</span> <span "
      "class=\"name\">{}</span></h1>\n<p class=\"headline\">{}</p>\n",
      verdict_icon(run.verdict.status), verdict_word(run.verdict.status), html(run.run.name, 200),
      html(headline(run)));
  out += reasons(run.verdict.reasons);
  if (run.verdict.status != result::VerdictStatus::invalid &&
      run.validity.status != result::ValidityStatus::valid && !run.validity.reasons.empty())
    out += fmt::format("<p class=\"care\">Figures {}: {}</p>\n", validity_key(run.validity.status),
                       html(run.validity.reasons.front(), 600));
  out += top_failures(run.failures);
  const std::string length = span_text(run_length(run));
  out += fmt::format(
      "<p class=\"what\">{} on <span class=\"target\">{}</span> · {} · exit code {}</p></div></div>\n",
      run.run.finished ? fmt::format("Ran {}", length) : fmt::format("Measured {}", length),
      html(run.run.target, 300), date_text(run.run.started), run.verdict.exit_code);
  return out;
}

}  // namespace cxload::report::page
