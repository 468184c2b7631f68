/// What a verdict is called and what it means, in plain words; the same in every report.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include <cxload/result/run_result.hpp>

namespace cxload::report {

[[nodiscard]] std::string_view verdict_word(result::VerdictStatus status);  ///< "PASS"
[[nodiscard]] std::string_view verdict_key(result::VerdictStatus status);   ///< "pass", as in report.json
[[nodiscard]] std::string_view validity_key(result::ValidityStatus status);
/// The weightiest reason as a sentence: "2 of 9 gates failed."
[[nodiscard]] std::string headline(const result::RunResult& run);
/// The reasons after that one.
[[nodiscard]] std::span<const std::string> further_reasons(const result::RunResult& run);
/// The failed gate, or the group of failures, that a reason is about; none when it is about something else.
[[nodiscard]] const result::ThresholdResult* gate_behind(const result::RunResult& run,
                                                         std::string_view reason);
[[nodiscard]] const result::FailureGroup* failure_behind(const result::RunResult& run,
                                                         std::string_view reason);
/// "Call set-up delay (sip.srd p95) was 858 ms; it should be < 400 ms."
[[nodiscard]] std::string gate_sentence(const result::ThresholdResult& gate);
/// A metric in people's words: "Registration delay" for sip.rrd; the name itself otherwise.
[[nodiscard]] std::string metric_title(std::string_view name);
/// "held", "broke", "generator"
[[nodiscard]] std::string_view step_word(result::StepEnd end);
[[nodiscard]] std::string rate_text(double per_second);  ///< "22.4/s"
/// Wall time of the run; until the last measured second when it never finished.
[[nodiscard]] std::chrono::duration<double> run_length(const result::RunResult& run);
[[nodiscard]] std::size_t failed_gates(const result::RunResult& run);
/// Failed gates first, otherwise in the scenario's order.
[[nodiscard]] std::vector<const result::ThresholdResult*> gates_in_order(const result::RunResult& run);

}  // namespace cxload::report
