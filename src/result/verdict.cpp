/// Precedence of verdicts, and their reasons in plain words.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cxload/result/verdict.hpp>

namespace cxload::result {
namespace {

using std::string;

std::size_t failed_gates(const RunResult& run) {
  return static_cast<std::size_t>(std::count_if(run.thresholds.begin(), run.thresholds.end(),
                                                [](const auto& gate) { return !gate.pass; }));
}

bool is_local(const FailureGroup& group) { return group.kind.starts_with("local."); }

/// A failure that is itself a response: sip.486, ws.http_403, http.500.
bool is_answer(const FailureGroup& group) {
  for (const std::string_view prefix : {"sip.", "ws.http_", "http."})
    if (group.kind.starts_with(prefix) && group.kind.size() > prefix.size() &&
        group.kind[prefix.size()] >= '1' && group.kind[prefix.size()] <= '9')
      return true;
  return false;
}

string tell_failure(const FailureGroup& group) {
  return fmt::format("{} × {}{}{}{}", group.count, group.kind,
                     group.journey.empty() ? "" : " in journey " + group.journey,
                     group.explain.empty() ? "" : ": ", group.explain);
}

/// At most three, the most frequent first.
void add_failures(const RunResult& run, std::vector<string>& reasons) {
  for (std::size_t i = 0; i < std::min<std::size_t>(3, run.failures.size()); ++i)
    reasons.push_back(tell_failure(run.failures[i]));
}

bool is_measured(const ThresholdResult& gate) { return gate.observed.has_value(); }

string tell_gate(const ThresholdResult& gate) { return fmt::format("gate \"{}\": {}", gate.text, gate.why); }

void add_gates(const RunResult& run, bool measured, std::vector<string>& reasons) {
  for (const ThresholdResult& gate : run.thresholds)
    if (!gate.pass && is_measured(gate) == measured) reasons.push_back(tell_gate(gate));
}

void count_failed_gates(const RunResult& run, std::vector<string>& reasons) {
  if (const std::size_t failed = failed_gates(run); failed > 0)
    reasons.push_back(fmt::format("{} of {} gates failed", failed, run.thresholds.size()));
}

void add_failed_gates(const RunResult& run, std::vector<string>& reasons) {
  count_failed_gates(run, reasons);
  add_gates(run, true, reasons);
  add_gates(run, false, reasons);
}

void tell_incomplete(const RunResult&, std::vector<string>& reasons) {
  reasons.emplace_back(
      "The run has not finished: it still goes on, or its process was killed. What it had measured up to "
      "then is shown.");
}

void tell_interrupted(const RunResult& run, std::vector<string>& reasons) {
  reasons.emplace_back("Interrupted before its end; the figures show what was measured until then.");
  add_failed_gates(run, reasons);
}

void tell_unreachable(const RunResult& run, std::vector<string>& reasons) {
  reasons.push_back(fmt::format("Not one SIP or HTTP response came from {}.",
                                run.run.target.empty() ? "the deployment" : run.run.target));
  add_failures(run, reasons);
}

void tell_invalid(const RunResult& run, std::vector<string>& reasons) {
  reasons.emplace_back(
      "The load generator, not the deployment, was the bottleneck: do not trust these figures.");
  reasons.insert(reasons.end(), run.validity.reasons.begin(), run.validity.reasons.end());
  add_failed_gates(run, reasons);
}

void tell_failed(const RunResult& run, std::vector<string>& reasons) {
  count_failed_gates(run, reasons);
  add_gates(run, true, reasons);
  if (!run.ending.aborted_by.empty())
    reasons.push_back(fmt::format("The run was ended early by \"{}\".", run.ending.aborted_by));
  add_failures(run, reasons);
  add_gates(run, false, reasons);  // an effect: the cause is told before it
}

void tell_passed(const RunResult& run, std::vector<string>& reasons) {
  const std::size_t gates = run.thresholds.size();
  reasons.push_back(gates == 1 ? "The one gate passed." : fmt::format("All {} gates passed.", gates));
}

struct Outlook {
  VerdictStatus status;
  int exit_code;
  bool (*applies)(const RunResult& run);
  void (*tell)(const RunResult& run, std::vector<string>& reasons);
};

/// Without an answer and with nothing but failures of our own, the generator is to blame, not the deployment.
bool is_unreachable(const RunResult& run) {
  const auto& failures = run.failures;
  const bool only_ours = !failures.empty() && std::all_of(failures.begin(), failures.end(), is_local);
  return !was_answered(run) && !only_ours;
}

/// The first that applies is the verdict.
constexpr auto outlooks = std::to_array<Outlook>({
    {VerdictStatus::incomplete, exit_code::gate_failed, [](const RunResult& r) { return !r.run.finished; },
     tell_incomplete},
    {VerdictStatus::aborted, exit_code::interrupted,
     [](const RunResult& r) { return r.ending.is_interrupted; }, tell_interrupted},
    {VerdictStatus::unreachable, exit_code::unreachable, is_unreachable, tell_unreachable},
    {VerdictStatus::invalid, exit_code::invalid,
     [](const RunResult& r) { return r.validity.status == ValidityStatus::invalid; }, tell_invalid},
    {VerdictStatus::fail, exit_code::gate_failed,
     [](const RunResult& r) { return failed_gates(r) > 0 || !r.ending.aborted_by.empty(); }, tell_failed},
    {VerdictStatus::pass, exit_code::passed, [](const RunResult&) { return true; }, tell_passed},
});

/// What a search found is what its reader wants first; then why it broke there.
void tell_search(const SearchReport& search, Verdict& verdict) {
  std::vector<string>& reasons = verdict.reasons;
  if (verdict.status == VerdictStatus::incomplete || search.text.empty()) return;
  reasons.insert(reasons.begin(), search.text);
  for (const string& reason : search.knee)
    if (search.rate) reasons.push_back("It broke there because of " + reason);
}

}  // namespace

bool was_answered(const RunResult& run) {
  const auto completed = [](const auto& journey) { return journey.second.completed > 0; };
  return run.ending.responses > 0 || std::any_of(run.journeys.begin(), run.journeys.end(), completed) ||
         std::any_of(run.failures.begin(), run.failures.end(), is_answer);
}

Verdict decide(const RunResult& run) {
  Verdict verdict;
  const auto outlook =
      std::find_if(outlooks.begin(), outlooks.end(), [&](const Outlook& one) { return one.applies(run); });
  verdict.status = outlook->status;
  verdict.exit_code = outlook->exit_code;
  outlook->tell(run, verdict.reasons);
  if (run.search) tell_search(*run.search, verdict);
  if (run.validity.status == ValidityStatus::degraded)
    for (const string& reason : run.validity.reasons)
      verdict.reasons.push_back("The figures are a little uncertain: " + reason + ".");
  return verdict;
}

}  // namespace cxload::result
