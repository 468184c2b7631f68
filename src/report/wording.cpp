#include "wording.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "format.hpp"

namespace cxload::report {
namespace {

using result::VerdictStatus;

std::string headline_of_pass(const result::RunResult& run) {
  const std::string gates = run.thresholds.empty()
                                ? std::string("There was no gate to fail")
                                : fmt::format("All {} passed", plural(run.thresholds.size(), "gate"));
  if (run.validity.status == result::ValidityStatus::degraded)
    return gates + ", but the generator was strained: read the figures with care.";
  return gates + ", and the figures can be trusted.";
}

std::string headline_of_fail(const result::RunResult& run) {
  const std::size_t failed = failed_gates(run);
  if (failed == 0) return "The run failed.";
  return fmt::format("{} of {} failed.", failed, plural(run.thresholds.size(), "gate"));
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
  switch (run.verdict.status) {
    case VerdictStatus::pass:
      return headline_of_pass(run);
    case VerdictStatus::fail:
      return headline_of_fail(run);
    case VerdictStatus::invalid:
      return "The load generator, not the deployment, was the bottleneck: do not trust these figures.";
    case VerdictStatus::unreachable:
      return "The deployment could not be reached: no attempt got a single response.";
    case VerdictStatus::aborted:
      return "The run was ended before its time; what was measured until then is below.";
    case VerdictStatus::incomplete:
      break;
  }
  return "The run has not finished, or its process was stopped; what was measured until then is below.";
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
  if (run.run.finished) return *run.run.finished - run.run.started;
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
