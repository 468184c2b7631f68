#include "wording.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "format.hpp"
#include "json_words.hpp"

namespace cxload::report {
namespace {

using result::VerdictStatus;

/// For a result that came without reasons, from a program that uses the library.
std::string plain_headline(const result::RunResult& run) {
  switch (run.verdict.status) {
    case VerdictStatus::pass:
      return run.thresholds.empty() ? std::string("There was no gate to fail.")
                                    : fmt::format("All {} passed.", plural(run.thresholds.size(), "gate"));
    case VerdictStatus::fail:
      return fmt::format("{} of {} failed.", failed_gates(run), plural(run.thresholds.size(), "gate"));
    case VerdictStatus::invalid:
      return "The load generator, not the deployment, was the bottleneck: do not trust these figures.";
    case VerdictStatus::unreachable:
      return "Not one response came from the deployment.";
    case VerdictStatus::aborted:
      return "Interrupted before its end; the figures show what was measured until then.";
    case VerdictStatus::incomplete:
      break;
  }
  return "The run has not finished, or its process was killed; the figures show what was measured until "
         "then.";
}

}  // namespace

std::string_view verdict_word(VerdictStatus status) {
  constexpr std::array<std::string_view, 6> words = {"PASS",        "FAIL",    "INVALID",
                                                     "UNREACHABLE", "ABORTED", "INCOMPLETE"};
  return words[static_cast<std::size_t>(status)];
}

std::string_view verdict_key(VerdictStatus status) {
  constexpr std::array<std::string_view, 6> keys = {"pass",        "fail",    "invalid",
                                                    "unreachable", "aborted", "incomplete"};
  return keys[static_cast<std::size_t>(status)];
}

std::string_view validity_key(result::ValidityStatus status) {
  constexpr std::array<std::string_view, 3> keys = {"valid", "degraded", "invalid"};
  return keys[static_cast<std::size_t>(status)];
}

std::string headline(const result::RunResult& run) {
  std::string first = run.verdict.reasons.empty() ? plain_headline(run) : run.verdict.reasons.front();
  if (first.empty() || std::string_view(".!?").find(first.back()) == std::string_view::npos) first += '.';
  return first;
}

std::span<const std::string> further_reasons(const result::RunResult& run) {
  return std::span(run.verdict.reasons).subspan(run.verdict.reasons.empty() ? 0 : 1);
}

const result::ThresholdResult* gate_behind(const result::RunResult& run, std::string_view reason) {
  for (const result::ThresholdResult& gate : run.thresholds)
    if (!gate.pass && reason.find(gate.text) != std::string::npos &&
        reason.find(gate.why) != std::string::npos)
      return &gate;
  return nullptr;
}

const result::FailureGroup* failure_behind(const result::RunResult& run, std::string_view reason) {
  for (const result::FailureGroup& group : run.failures)
    if (reason.find(group.kind) != std::string::npos && reason.find(group.explain) != std::string::npos &&
        reason.find(group.journey) != std::string::npos)
      return &group;
  return nullptr;
}

std::string gate_sentence(const result::ThresholdResult& gate) {
  const std::string stat = gate.stat == "value" ? std::string() : " " + gate.stat;
  const std::string labels = gate.labels.empty() ? std::string() : ", " + label_text(gate.labels);
  const std::string what = fmt::format("{} ({}{}{})", metric_title(gate.metric), gate.metric, stat, labels);
  if (!gate.observed) return fmt::format("{} has no sample; it should be {}.", what, limit_text(gate));
  return fmt::format("{} was {}; it should be {}.", what, observed_text(gate), limit_text(gate));
}

std::string metric_title(std::string_view name) {
  constexpr auto titles = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"sip.rrd", "Registration delay"},
      {"sip.srd", "Call set-up delay"},
      {"sip.srd_failed", "Delay of failed call set-ups"},
      {"sip.sdd", "Call release delay"},
      {"sip.sdt", "Call duration"},
      {"sip.answer", "Time to answer"},
      {"sip.ira", "Share of failed registrations"},
      {"sip.ser", "Share of answered calls"},
      {"sip.seer", "Share of calls that reached their callee"},
      {"sip.isa", "Share of calls lost in the network"},
      {"sip.scr", "Share of completed calls"},
      {"sip.retransmissions", "Messages sent again"},
      {"load.lateness", "Lateness of starts"},
      {"load.dropped", "Starts not made"},
  });
  for (const auto& [known, title] : titles)
    if (name == known) return std::string(title);
  if (!name.starts_with("journey.")) return std::string(name);
  const std::string_view journey = name.substr(8, name.find('.', 8) - 8);
  const std::string_view rest = name.substr(8 + journey.size());
  return fmt::format("Journey “{}”{}{}", journey, rest.empty() ? "" : " ",
                     rest.empty() ? rest : rest.substr(1));
}

std::chrono::duration<double> run_length(const result::RunResult& run) {
  if (run.run.finished) return to_milliseconds(*run.run.finished) - to_milliseconds(run.run.started);
  return std::chrono::duration<double>(static_cast<double>(run.series.rows.size()) * run.series.interval_s);
}

std::size_t failed_gates(const result::RunResult& run) {
  return static_cast<std::size_t>(std::count_if(run.thresholds.begin(), run.thresholds.end(),
                                                [](const auto& gate) { return !gate.pass; }));
}

std::vector<const result::ThresholdResult*> gates_in_order(const result::RunResult& run) {
  std::vector<const result::ThresholdResult*> gates;
  gates.reserve(run.thresholds.size());
  for (const auto& gate : run.thresholds) gates.push_back(&gate);
  std::stable_partition(gates.begin(), gates.end(), [](const auto* gate) { return !gate->pass; });
  return gates;
}

std::string_view step_word(result::StepEnd end) { return words::of(words::step_ends, end); }

std::string rate_text(double per_second) { return fmt::format("{:.4g}/s", per_second); }

}  // namespace cxload::report
