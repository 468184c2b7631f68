// summary.md: the page in short, for a ticket, a chat or the summary of a pipeline.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/report/writer.hpp>

#include "format.hpp"
#include "reading.hpp"
#include "tame.hpp"
#include "wording.hpp"

namespace cxload::report {
namespace {

constexpr std::size_t most_failures = 10, most_steps = 40;

/// Text in which nothing is Markdown or HTML any more: no links, images, emphasis, table columns or mentions.
std::string markdown(std::string_view untrusted, std::size_t limit = 300) {
  constexpr std::string_view special = "\\`*_{}[]#|~@!$";
  const std::string safe = tame_line(untrusted, limit);
  std::string out;
  for (std::size_t i = 0; i < safe.size(); ++i) {
    const char c = safe[i];
    const std::string_view rest = std::string_view(safe).substr(i);
    if (c == '<' || c == '>' || c == '&')
      out += text::escape_html(rest.substr(0, 1));
    else if (special.find(c) != std::string_view::npos)
      out.append(1, '\\').append(1, c);
    else if (rest.starts_with("://") || text::istarts_with(rest, "www."))
      out += c == ':' ? std::string("\\:") : fmt::format("{}&#8203;", c);  // stops bare links
    else
      out += c;
  }
  return out;
}

std::string gates_table(const result::RunResult& run) {
  if (run.thresholds.empty()) return {};
  std::string out =
      "## Gates\n\n| result | gate | observed | limit | margin | samples |\n|---|---|--:|--:|---|--:|\n";
  for (const auto* gate : gates_in_order(run))
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", gate->pass ? "passed" : "**FAILED**",
                       markdown(gate->text), markdown(observed_text(*gate)), markdown(limit_text(*gate)),
                       markdown(margin_text(*gate)), count_text(gate->samples));
  return out + "\n";
}

/// The last steps are enough to see where the answer comes from.
std::string search_table(const result::RunResult& run) {
  if (!run.search || run.search->steps.empty()) return {};
  std::string out = fmt::format(
      "## Search\n\n{}\n\n| climb | rate | started | failed | p95 | step | why "
      "|\n|--:|--:|--:|--:|--:|---|---|\n",
      markdown(run.search->text));
  const auto& steps = run.search->steps;
  for (std::size_t i = steps.size() > most_steps ? steps.size() - most_steps : 0; i < steps.size(); ++i)
    out += fmt::format(
        "| {} | {} | {} | {} | {} | {} | {} |\n", steps[i].repeat, markdown(rate_text(steps[i].rate)),
        count_text(steps[i].planned - steps[i].dropped), count_text(steps[i].failed),
        steps[i].p95_ms ? markdown(quantity(*steps[i].p95_ms, "ms")) : "", step_word(steps[i].end),
        steps[i].reasons.empty() ? "" : markdown(steps[i].reasons.front()));
  return out + "\n";
}

std::string journeys_table(const result::RunResult& run) {
  if (run.journeys.empty()) return {};
  std::string out =
      "## Journeys\n\n| journey | planned | started | completed | failed | dropped "
      "|\n|---|--:|--:|--:|--:|--:|\n";
  for (const auto& [name, it] : run.journeys)
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", markdown(name), count_text(it.planned),
                       count_text(it.started), count_text(it.completed), count_text(it.failed),
                       count_text(it.dropped));
  return out + "\n";
}

std::string latency_table(const result::RunResult& run) {
  const std::vector<Distribution> latencies = main_latencies(run);
  if (latencies.empty()) return {};
  std::string out =
      "## Latency\n\n| what | samples | p50 | p95 | p99 | highest |\n|---|--:|--:|--:|--:|--:|\n";
  for (const Distribution& it : latencies) {
    const std::string& unit = it.metric->unit;
    out += fmt::format("| {} ({}) | {} | {} | {} | {} | {} |\n", markdown(metric_title(it.metric->name)),
                       markdown(it.metric->name), count_text(it.samples()),
                       markdown(quantity(it.at(50), unit)), markdown(quantity(it.at(95), unit)),
                       markdown(quantity(it.at(99), unit)), markdown(quantity(it.max(), unit)));
  }
  return out + "\n";
}

std::string voice_list(const result::RunResult& run) {
  const std::vector<VoiceQuality> qualities = voice_qualities(run);
  if (qualities.empty()) return {};
  std::string out = "## Voice\n\n";
  for (const VoiceQuality& it : qualities)
    out += fmt::format("* {}: MOS p50 {}, p5 {}, lowest {}, of {} legs\n", markdown(it.band),
                       number_text(it.mos.at(50)), number_text(it.mos.at(5)), number_text(it.mos.min()),
                       count_text(it.mos.samples()));
  for (const auto& [metric, name] :
       {std::pair{"media.loss", "packets lost"}, std::pair{"media.jitter", "jitter"},
        std::pair{"media.gap", "longest gap of a call"}})
    if (const auto it = find_distribution(run, metric))
      out += fmt::format("* {}: p95 {}, highest {}\n", name, markdown(quantity(it->at(95), it->metric->unit)),
                         markdown(quantity(it->max(), it->metric->unit)));
  out += fmt::format(
      "* calls heard in one direction only: {}; that heard another call: {}; whose far end fell silent: {}\n",
      count_text(counter_of(run, "media.one_way")), count_text(counter_of(run, "media.crossed")),
      count_text(counter_of(run, "media.stopped")));
  return out + "\n";
}

std::string storms_table(const result::RunResult& run) {
  if (run.storms.empty()) return {};
  std::string out =
      "## Reconnect storms\n\n| connections cut | of | back | 95 % back after | highest REGISTER rate "
      "|\n|--:|---|--:|--:|--:|\n";
  for (const result::Storm& it : run.storms)
    out += fmt::format("| {} | {} | {} | {} | {}/s |\n", count_text(it.cut), markdown(it.group),
                       count_text(it.back), it.recovery_s ? markdown(quantity(*it.recovery_s, "s")) : "never",
                       count_text(it.peak_register_rate));
  return out + "\n";
}

std::string notices_list(const result::RunResult& run) {
  if (run.notices.empty()) return {};
  std::string out = "## Worth a look\n\n";
  for (const result::Notice& notice : run.notices) out += fmt::format("* {}\n", markdown(notice.text, 600));
  return out + "\n";
}

std::string failures_list(const result::RunResult& run) {
  if (run.failures.empty()) return {};
  std::string out = "## Failures\n\n";
  for (std::size_t i = 0; i < std::min(run.failures.size(), most_failures); ++i) {
    const auto& group = run.failures[i];
    out += fmt::format("* **{} × {}**{}: {}", count_text(group.count), markdown(group.kind),
                       group.journey.empty() ? std::string() : fmt::format(" in {}", markdown(group.journey)),
                       markdown(group.explain, 1000));
    if (!group.example.trace.empty()) out += fmt::format(" Example: {}", markdown(group.example.trace));
    out += "\n";
  }
  if (run.failures.size() > most_failures)
    out += fmt::format("* and {} more kinds, see report.json\n", run.failures.size() - most_failures);
  return out + "\n";
}

std::string facts(const result::RunResult& run) {
  const result::RunFacts& it = run.run;
  return fmt::format(
      "## What was run on what\n\n"
      "* Target: {}\n* Scenario: {}, seed {}\n* Command: {}\n* Started: {}, {}\n* Validity: {}\n"
      "* Generator: cxload {} on {}, {}, {}\n",
      markdown(it.target), markdown(it.scenario), it.seed, markdown(it.command, 2000), date_text(it.started),
      it.finished ? fmt::format("ran {}", span_text(run_length(run))) : std::string("not finished"),
      validity_key(run.validity.status), markdown(it.version), markdown(it.host.hostname),
      plural(it.host.cores, "core"), plural(it.threads, "thread"));
}

std::string write_summary(const result::RunResult& run) {
  std::string out = fmt::format("# {}: {}\n\n{}\n\n", verdict_word(run.verdict.status),
                                markdown(run.run.name), markdown(headline(run)));
  for (const std::string& reason : further_reasons(run)) out += fmt::format("* {}\n", markdown(reason, 600));
  if (!further_reasons(run).empty()) out += "\n";
  return out + notices_list(run) + search_table(run) + gates_table(run) + journeys_table(run) +
         latency_table(run) + voice_list(run) + storms_table(run) + failures_list(run) + facts(run);
}

}  // namespace

extern const Writer summary_report;
const Writer summary_report{"summary", "summary.md", write_summary};

}  // namespace cxload::report
