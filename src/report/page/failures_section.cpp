// What went wrong, grouped, each with its explanation and the messages of one example.
#include <algorithm>

#include <fmt/format.h>

#include "../format.hpp"
#include "../reading.hpp"
#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {
namespace {

using result::FailureExample;
using result::FailureGroup;

constexpr std::size_t most_groups = 50;

/// A link only to where this run's own traces are; anything else is shown as text.
std::string trace_link(std::string_view trace) {
  const bool is_plain = std::all_of(trace.begin(), trace.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' ||
           c == '.' || c == '_' || c == '-';
  });
  if (is_plain && trace.starts_with("traces/") && trace.find("..") == std::string_view::npos)
    return fmt::format("<a href=\"{0}\">{0}</a>", trace);
  return html(trace, 300);
}

void add_fact(std::string& out, std::string_view name, const std::string& markup) {
  if (!markup.empty()) out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", name, markup);
}

std::string since_start(const result::RunResult& run, WallTime at) {
  return at >= run.run.started
             ? fmt::format("{} into the run",
                           clock_text(to_milliseconds(at) - to_milliseconds(run.run.started)))
             : std::string("before the load");
}

std::string example(const result::RunResult& run, const FailureGroup& group) {
  const FailureExample& it = group.example;
  std::string facts;
  add_fact(facts, "First", html(since_start(run, group.first_at)));
  if (!it.journey_id.empty())
    add_fact(facts, "Example", fmt::format("<code>{}</code>", html(it.journey_id, 200)));
  if (!it.account.empty()) add_fact(facts, "Account", fmt::format("<code>{}</code>", html(it.account, 200)));
  if (!it.call_id.empty()) add_fact(facts, "Call-ID", fmt::format("<code>{}</code>", html(it.call_id, 300)));
  if (!it.journey_id.empty() && it.at != WallTime{}) add_fact(facts, "At", html(since_start(run, it.at)));
  add_fact(facts, "Trace", trace_link(it.trace));
  return fmt::format("<dl class=\"facts\">{}</dl>\n", facts);
}

std::string ladder(const FailureGroup& group) {
  if (group.ladder.empty()) return {};
  const auto lines = static_cast<std::uint64_t>(std::count(group.ladder.begin(), group.ladder.end(), '\n'));
  return fmt::format(
      "<details><summary>Messages of the example ({})</summary><pre tabindex=\"0\">{}</pre></details>\n",
      plural(std::max<std::uint64_t>(lines, 1), "line"), html(group.ladder, longest_text));
}

std::string group_markup(const result::RunResult& run, const FailureGroup& group, std::size_t number,
                         std::uint64_t all) {
  const double share = all == 0 ? 0 : static_cast<double>(group.count) / static_cast<double>(all);
  return fmt::format(
             "<article class=\"failure\" id=\"failure-{}\"><h3><span class=\"count\">{}</span> "
             "<code>{}</code>{} "
             "<span class=\"share\">{} of all failures</span></h3>\n<p>{}</p>\n",
             number, count_text(group.count), html(group.kind, 120),
             group.journey.empty()
                 ? std::string()
                 : fmt::format(" <span class=\"where\">in journey {}</span>", html(group.journey, 120)),
             quantity(share, "1"), html(group.explain, 2000)) +
         example(run, group) + ladder(group) + "</article>\n";
}

}  // namespace

std::string failures_section(const result::RunResult& run) {
  if (run.failures.empty())
    return total_of(run).started > 0 ? "<p class=\"empty\">Nothing failed.</p>\n"
                                     : "<p class=\"empty\">No failure was recorded.</p>\n";
  std::uint64_t all = 0;
  for (const FailureGroup& group : run.failures) all += group.count;
  std::string out;
  for (std::size_t i = 0; i < std::min(run.failures.size(), most_groups); ++i)
    out += group_markup(run, run.failures[i], i + 1, all);
  if (run.failures.size() > most_groups)
    out += fmt::format("<p class=\"empty\">{} more groups are in report.json.</p>\n",
                       run.failures.size() - most_groups);
  return out;
}

}  // namespace cxload::report::page
