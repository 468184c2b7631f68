// The banner: what happened and why, before anything else.
#include <fmt/format.h>

#include "../format.hpp"
#include "../wording.hpp"
#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {
namespace {

/// Reasons and failure classes named in the banner; the sections below have them all.
constexpr std::size_t most_reasons = 5, most_classes = 3;

std::string reasons(std::span<const std::string> all) {
  if (all.empty()) return {};
  std::string out = "<ul class=\"reasons\">\n";
  for (const std::string& reason : all.first(std::min(all.size(), most_reasons)))
    out += fmt::format("<li>{}</li>\n", html(reason, 600));
  if (all.size() > most_reasons)
    out += fmt::format("<li>and {} more, see below</li>\n", all.size() - most_reasons);
  return out + "</ul>\n";
}

/// Links to the failures, when the reasons are too many to name them.
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
  const std::span<const std::string> further = further_reasons(run);
  out += reasons(further);
  if (further.size() > most_reasons) out += top_failures(run.failures);
  if (run.validity.status == result::ValidityStatus::degraded)
    out +=
        "<p class=\"care\">The generator was strained: <a href=\"#validity\">can the figures be "
        "trusted?</a></p>\n";
  const std::string length = span_text(run_length(run));
  out += fmt::format(
      "<p class=\"what\">{} on <span class=\"target\">{}</span> · {} · exit code {}</p></div></div>\n",
      run.run.finished ? fmt::format("Ran {}", length) : fmt::format("Measured {}", length),
      html(run.run.target, 300), date_text(run.run.started), run.verdict.exit_code);
  return out;
}

}  // namespace cxload::report::page
