// `thresholds`: the gates of a run, and those that are there without being asked for (CONTRACT 2).
#include <set>

#include <fmt/format.h>

#include <cxload/result/implicit_gates.hpp>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

/// The metric of a text such as "media.mos.p5 >= 4.0", when a later version will have it.
std::optional<std::string> later_metric(std::string_view text) {
  std::string_view name = text.substr(0, text.find_first_of(" \t{<>=!"));
  while (!name.empty()) {
    if (is_later("a metric", name)) return std::string(name);
    const std::size_t dot = name.rfind('.');
    name = name.substr(0, dot == std::string_view::npos ? 0 : dot);
  }
  return std::nullopt;
}

result::LabelValues known_values(const Scenario& scenario) {
  result::LabelValues values;
  for (const Group& group : scenario.groups) values["group"].push_back(group.name);
  for (const Journey& journey : scenario.journeys) values["journey"].push_back(journey.name);
  return values;
}

/// A counter starts at 0: a gate that asks for more of it would end every run in its first second.
bool can_abort(const result::Threshold& threshold, const stats::Catalogue& catalogue) {
  const auto metric = catalogue.find(threshold.metric);
  const bool counts =
      threshold.stat == "count" || (metric && catalogue.at(*metric).kind == stats::Kind::counter);
  return !counts || threshold.op.starts_with('<') || (threshold.op == "==" && threshold.limit == 0);
}

void parse_text(const Node& item, bool aborts, const ParseContext& context,
                const result::LabelValues& values) {
  if (!item.is_scalar()) return context.diagnostics.add(item.place, "a threshold is a line of text");
  if (const auto later = later_metric(item.text)) return context.diagnostics.add(item.place, not_yet(*later));
  auto threshold = result::parse_threshold(item.text, context.scenario.catalogue, values);
  if (!threshold) return context.diagnostics.add(item.at(threshold.error().at), threshold.error().message);
  if (aborts && !can_abort(*threshold, context.scenario.catalogue))
    context.diagnostics.add(item.place,
                            "`abort` with this gate would end every run at once: a count starts at 0");
  threshold->aborts = aborts;
  context.scenario.thresholds.push_back(*threshold);
}

void parse_one(const Node& item, const ParseContext& context, const result::LabelValues& values) {
  if (!item.is_map()) return parse_text(item, false, context, values);
  MapReader reader(item, gate_shape, context.diagnostics);
  const bool aborts = reader.flag("abort").value_or(false);
  if (aborts && context.scenario.search)
    reader.fail("abort", "a search goes on after a gate that breaks: that is what it looks for");
  if (const Node* gate = reader.find("gate")) parse_text(*gate, aborts, context, values);
}

}  // namespace

void parse_thresholds(const Node* node, const ParseContext& context) {
  Scenario& scenario = context.scenario;
  if (node != nullptr && !node->is_list())
    context.diagnostics.add(node->place, "`thresholds` is a list of gates (- sip.rrd.p95 < 250ms)");
  const result::LabelValues values = known_values(scenario);
  if (node != nullptr)
    for (const Node& item : node->items) parse_one(item, context, values);
  std::set<std::string> played;
  for (const LoadEntry& entry : scenario.load)
    if (scenario.find_journey(entry.journey) != nullptr) played.insert(entry.journey);
  const std::vector<std::string> journeys(played.begin(), played.end());
  const std::vector<result::Threshold> implicit = result::implicit_gates(scenario.thresholds, journeys);
  scenario.thresholds.insert(scenario.thresholds.end(), implicit.begin(), implicit.end());
}

}  // namespace cxload::scenario
