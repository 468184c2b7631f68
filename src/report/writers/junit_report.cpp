// junit.xml for pipelines: a failed gate is a failure, a run whose figures mean nothing is an error.
#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/report/writer.hpp>

#include "format.hpp"
#include "tame.hpp"
#include "wording.hpp"

namespace cxload::report {
namespace {

using result::VerdictStatus;

/// XML 1.0 allows few control characters, not even as references (section 2.2): tame() takes them out.
/// Newlines in attributes would be folded to spaces (3.3.3), so they are references.
std::string xml(std::string_view untrusted, std::size_t limit = 4096) {
  std::string out;
  for (const char c : text::escape_html(tame(untrusted, limit)))
    if (c == '\n')
      out += "&#10;";
    else
      out += c;
  return out;
}

/// Cases of one suite; the counts of its opening tag follow from them.
struct Suite {
  std::string_view name;
  std::size_t tests = 0, failures = 0, errors = 0;
  std::string body = {};

  void add(std::string_view case_name, const std::string& inner) {
    ++tests;
    body += fmt::format("    <testcase classname=\"cxload.{}\" name=\"{}\" time=\"0\"", name,
                        xml(case_name, 300));
    body += inner.empty() ? std::string("/>\n") : fmt::format(">\n{}    </testcase>\n", inner);
  }
};

std::string problem(std::string_view element, std::string_view type, std::string_view message,
                    std::string_view details) {
  return fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n", element, type, xml(message, 600),
                     xml(details, 16 * 1024));
}

bool is_void(VerdictStatus status) { return status != VerdictStatus::pass && status != VerdictStatus::fail; }

/// Whether the figures may be judged at all is a case of its own, present in every run.
void add_run_case(Suite& suite, const result::RunResult& run) {
  std::string inner;
  if (is_void(run.verdict.status)) {
    std::string reasons;
    for (const std::string& reason : run.verdict.reasons) reasons += reason + "\n";
    inner = problem("error", verdict_key(run.verdict.status), headline(run), reasons);
    ++suite.errors;
  }
  suite.add("the run is complete and valid", inner);
}

Suite thresholds(const result::RunResult& run) {
  Suite suite{"thresholds"};
  add_run_case(suite, run);
  for (const auto& gate : run.thresholds) {
    std::string inner;
    if (!gate.pass) {
      const std::string message = fmt::format("observed {}, limit {}, {}", observed_text(gate),
                                              limit_text(gate), plural(gate.samples, "sample"));
      inner = problem("failure", "threshold", message, gate.why);
      ++suite.failures;
    }
    suite.add(gate.text, inner);
  }
  return suite;
}

/// The gate that condemns a journey: one on its own metrics or on its label. Without a failed gate a journey
/// passes even when some of it failed, as the exit code says too.
const result::ThresholdResult* failed_gate_of(const result::RunResult& run, const std::string& journey) {
  const std::string metric = "journey." + journey;
  for (const auto& gate : run.thresholds) {
    if (gate.pass) continue;
    if (gate.metric == metric || gate.metric.starts_with(metric + ".") || gate.metric == metric + "_service")
      return &gate;
    for (const auto& [name, value] : gate.labels)
      if (name == "journey" && value == journey) return &gate;
  }
  return nullptr;
}

std::string failures_of(const result::RunResult& run, const std::string& journey) {
  std::string out;
  for (const auto& group : run.failures)
    if (group.journey == journey)
      out += fmt::format("{} x {}: {}\n", count_text(group.count), group.kind, group.explain);
  return out;
}

Suite journeys(const result::RunResult& run) {
  Suite suite{"journeys"};
  for (const auto& [name, counts] : run.journeys) {
    const std::string tally =
        fmt::format("planned {}, started {}, completed {}, failed {}, dropped {}", counts.planned,
                    counts.started, counts.completed, counts.failed, counts.dropped);
    std::string inner;
    if (const auto* gate = failed_gate_of(run, name)) {
      inner = problem("failure", "journey", fmt::format("{}: {}", gate->text, tally), failures_of(run, name));
      ++suite.failures;
    }
    inner += fmt::format("      <system-out>{}</system-out>\n", xml(tally));
    suite.add(name, inner);
  }
  return suite;
}

std::string property(std::string_view name, std::string_view value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, xml(value, 1000));
}

std::string properties(const result::RunResult& run) {
  return "    <properties>\n" + property("cxload.version", run.run.version) +
         property("verdict", verdict_key(run.verdict.status)) +
         property("exit_code", std::to_string(run.verdict.exit_code)) +
         property("validity", validity_key(run.validity.status)) + property("target", run.run.target) +
         property("scenario", run.run.scenario) + property("seed", std::to_string(run.run.seed)) +
         property("command", run.run.command) + "    </properties>\n";
}

std::string suite_markup(const result::RunResult& run, const Suite& suite) {
  return fmt::format(
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\" "
      "time=\"{:.3f}\" timestamp=\"{}\" hostname=\"{}\">\n{}{}  </testsuite>\n",
      suite.name, suite.tests, suite.failures, suite.errors, run_length(run).count(),
      rfc3339(run.run.started), xml(run.run.host.hostname, 200), properties(run), suite.body);
}

std::string write_junit(const result::RunResult& run) {
  const Suite gates = thresholds(run), journey_cases = journeys(run);
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" tests=\"{}\" failures=\"{}\" "
      "errors=\"{}\" time=\"{:.3f}\">\n",
      xml(run.run.name, 300), gates.tests + journey_cases.tests, gates.failures + journey_cases.failures,
      gates.errors + journey_cases.errors, run_length(run).count());
  return out + suite_markup(run, gates) + suite_markup(run, journey_cases) + "</testsuites>\n";
}

}  // namespace

extern const Writer junit_report;
const Writer junit_report{"junit", "junit.xml", write_junit};

}  // namespace cxload::report
