#include "wording.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "format.hpp"

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

std::vector<std::string> other_reasons(const result::RunResult& run) {
  const auto is_listed = [&run](const std::string& reason) {
    const auto names_gate = [&](const auto& gate) {
      return !gate.pass && reason.find(gate.text) != std::string::npos &&
             reason.find(gate.why) != std::string::npos;
    };
    const auto names_group = [&](const auto& group) {
      return reason.find(group.kind) != std::string::npos && reason.find(group.explain) != std::string::npos;
    };
    return std::any_of(run.thresholds.begin(), run.thresholds.end(), names_gate) ||
           std::any_of(run.failures.begin(), run.failures.end(), names_group);
  };
  std::vector<std::string> others;
  for (const std::string& reason : further_reasons(run))
    if (!is_listed(reason)) others.push_back(reason);
  return others;
}

std::string metric_title(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> titles = {{
      {"sip.rrd", "Registration delay"},
      {"sip.srd", "Call set-up delay"},
      {"sip.srd_failed", "Refused call set-up delay"},
      {"sip.sdd", "Call release delay"},
      {"sip.sdt", "Call duration"},
      {"sip.answer", "Time to answer"},
      {"load.lateness", "Lateness of starts"},
  }};
  for (const auto& [known, title] : titles)
    if (name == known) return std::string(title);
  if (name.starts_with("journey.")) return fmt::format("Journey “{}”", name.substr(8));
  return std::string(name);
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
  for (const auto& gate : run.thresholds) gates.push_back(&gate);
  std::stable_partition(gates.begin(), gates.end(), [](const auto* gate) { return !gate->pass; });
  return gates;
}

}  // namespace cxload::report
