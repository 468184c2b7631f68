// The comparison for pipelines.
#include <array>
#include <cmath>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/compare/render.hpp>

namespace cxload::compare {
namespace {

std::string json_string(std::string_view text) {
  return boost::json::serialize(boost::json::string(text::printable(text)));
}

std::string number(double value) { return std::isfinite(value) ? fmt::format("{:.10g}", value) : "null"; }

std::string count(const std::optional<std::uint64_t>& n) { return n ? fmt::format("{}", *n) : "null"; }

std::string texts(const std::vector<std::string>& values) {
  std::string out = "[";
  for (const std::string& value : values) out += (out.size() > 1 ? ", " : "") + json_string(value);
  return out + "]";
}

std::string labels_text(const stats::LabelSet& labels) {
  std::string out = "{";
  for (const auto& [name, value] : labels)
    out += (out.size() > 1 ? ", " : "") + json_string(name) + ": " + json_string(value);
  return out + "}";
}

std::string side_text(const SideFacts& side) {
  return fmt::format(R"({{"path": {}, "runs": {}, "version": {}, "target": {}}})", json_string(side.path),
                     side.runs, json_string(side.version), json_string(side.target));
}

std::string options_text(const Options& options) {
  return fmt::format(
      R"({{"min_relative": {}, "min_ms": {}, "min_ratio": {}, "false_alarms": {}, "seen_relative": {}, )"
      R"("seen_ratio": {}, "power": {}}})",
      number(options.min_relative), number(options.min_milliseconds), number(options.min_ratio),
      number(options.false_alarms), number(options.seen_relative), number(options.seen_ratio),
      number(options.power));
}

std::string_view word_of(Status status) {
  constexpr std::array<std::string_view, 4> words = {"worse", "better", "same", "unclear"};
  return words[static_cast<std::size_t>(status)];
}

std::string_view word_of(Answer answer) {
  constexpr std::array<std::string_view, 4> words = {"no_worse", "worse", "too_few_samples",
                                                     "not_comparable"};
  return words[static_cast<std::size_t>(answer)];
}

std::string finding_text(const Finding& finding) {
  const auto side = [](std::uint64_t samples, double value) {
    return fmt::format(R"({{"samples": {}, "value": {}}})", samples, number(value));
  };
  return fmt::format(
      R"({{"metric": {}, "labels": {}, "stat": {}, "unit": {}, "status": "{}", "worse_when": "{}", )"
      R"("base": {}, "new": {}, "change": {}, "change_kind": "{}", "interval": [{}, {}], "p_value": {}, )"
      R"("significant": {}, "wanted": {{"seen": {}, "samples": {}, "runs": {}}}}})",
      json_string(finding.metric), labels_text(finding.labels), json_string(finding.stat),
      json_string(finding.unit), word_of(finding.status), finding.higher_is_worse ? "higher" : "lower",
      side(finding.base_samples, finding.base_value), side(finding.new_samples, finding.new_value),
      number(finding.change), finding.is_ratio ? "difference" : "relative", number(finding.interval.low),
      number(finding.interval.high), number(finding.p_value), finding.is_significant, number(finding.seen),
      count(finding.wanted_samples), count(finding.wanted_runs));
}

}  // namespace

std::string render_json(const Comparison& comparison) {
  std::string findings;
  for (const Finding& finding : comparison.findings)
    findings += (findings.empty() ? "\n  " : ",\n  ") + finding_text(finding);
  return fmt::format(
      "{{\n \"cxload\": {{\"version\": {}, \"compare\": 1}},\n \"answer\": \"{}\",\n \"exit_code\": {},\n"
      " \"scenario\": {},\n \"base\": {},\n \"new\": {},\n \"options\": {},\n \"reasons\": {},\n \"notes\": "
      "{},\n"
      " \"findings\": [{}]\n}}\n",
      json_string(CXLOAD_VERSION), word_of(comparison.answer), exit_code(comparison.answer),
      json_string(comparison.scenario), side_text(comparison.base), side_text(comparison.changed),
      options_text(comparison.options), texts(comparison.reasons), texts(comparison.notes), findings);
}

}  // namespace cxload::compare
