// The banner: what happened and why, before anything else.
#include <algorithm>

#include <fmt/format.h>

#include "../format.hpp"
#include "../reading.hpp"
#include "../wording.hpp"
#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {
namespace {

/// Reasons and failure classes named in the banner; the sections below have them all.
constexpr std::size_t most_reasons = 5, most_classes = 3;

std::string failure_link(const result::RunResult& run, const result::FailureGroup& group) {
  return fmt::format("<a href=\"#failure-{}\"><code>{}</code> × {}</a>", &group - run.failures.data() + 1,
                     html(group.kind, 80), count_text(group.count));
}

std::string failure_reason(const result::RunResult& run, const result::FailureGroup& group) {
  const std::string where =
      group.journey.empty() ? std::string() : fmt::format(" in journey {}", group.journey);
  return fmt::format("{}{}: {}", failure_link(run, group), html(where, 120), html(group.explain, 600));
}

/// The reasons in the words of this page: gates that were missed, failures, the rest. Gates without a sample
/// are mostly a consequence of failures, so they come last and as one.
std::vector<std::string> reason_lines(const result::RunResult& run) {
  std::vector<std::string> missed, failed, others;
  std::size_t unmeasured = 0;
  for (const std::string& reason : further_reasons(run)) {
    const auto* gate = gate_behind(run, reason);
    const auto* group = failure_behind(run, reason);
    if (gate != nullptr && !gate->observed)
      ++unmeasured;
    else if (gate != nullptr)
      missed.push_back(html(gate_sentence(*gate), 600));
    else if (group != nullptr)
      failed.push_back(failure_reason(run, *group));
    else
      others.push_back(html(reason, 600));
  }
  for (const auto* more : {&failed, &others}) missed.insert(missed.end(), more->begin(), more->end());
  if (unmeasured > 0)
    missed.push_back(fmt::format("{} failed because nothing was measured.", plural(unmeasured, "gate")));
  return missed;
}

std::string reasons(const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  std::string out = "<ul class=\"reasons\">\n";
  for (std::size_t i = 0; i < std::min(lines.size(), most_reasons); ++i)
    out += fmt::format("<li>{}</li>\n", lines[i]);
  if (lines.size() > most_reasons)
    out += fmt::format("<li>and {} more, see below</li>\n", lines.size() - most_reasons);
  return out + "</ul>\n";
}

/// Links to the failures, when the reasons are too many to name them.
std::string top_failures(const result::RunResult& run) {
  if (run.failures.empty()) return {};
  std::string out = "<p class=\"top\">Most frequent failures: ";
  for (std::size_t i = 0; i < std::min(run.failures.size(), most_classes); ++i)
    out += (i == 0 ? "" : ", ") + failure_link(run, run.failures[i]);
  return out + ".</p>\n";
}

/// An invalid run says it in its headline already; of one that never got going there is nothing to trust.
std::string_view trust(const result::RunResult& run) {
  const bool is_judged =
      run.verdict.status == result::VerdictStatus::pass || run.verdict.status == result::VerdictStatus::fail;
  const bool has_figures = is_judged && total_of(run).started > 0;
  if (run.validity.status == result::ValidityStatus::degraded)
    return "<p class=\"care\">The generator was strained: <a href=\"#validity\">can the figures be "
           "trusted?</a></p>\n";
  if (has_figures && run.validity.status == result::ValidityStatus::valid)
    return "<p>The generator kept up with its plan: the figures can be trusted.</p>\n";
  return {};
}

}  // namespace

std::string verdict_section(const result::RunResult& run) {
  std::string out = fmt::format(
      "<div class=\"verdict\">{}<div><h1><span class=\"word\">{}</span> <span "
      "class=\"name\">{}</span></h1>\n<p class=\"headline\">{}</p>\n",
      verdict_icon(run.verdict.status), verdict_word(run.verdict.status), html(run.run.name, 200),
      html(headline(run)));
  const std::vector<std::string> lines = reason_lines(run);
  out += reasons(lines);
  if (lines.size() > most_reasons) out += top_failures(run);
  out += trust(run);
  const std::string length = span_text(run_length(run));
  out += fmt::format(
      "<p class=\"what\">{} on <span class=\"target\">{}</span> · {} · exit code {}</p></div></div>\n",
      run.run.finished ? fmt::format("Ran {}", length) : fmt::format("Measured {}", length),
      html(run.run.target, 300), date_text(run.run.started), run.verdict.exit_code);
  return out;
}

}  // namespace cxload::report::page
