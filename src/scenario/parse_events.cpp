// `events`: what is done to the phones on purpose while the load runs.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

constexpr std::size_t most_events = 1000;

/// Until the last planned start, and what its journey takes.
Duration planned_end(const Scenario& scenario) {
  Duration last{};
  for (const LoadEntry& entry : scenario.load) {
    Duration length{};
    if (const auto* open = std::get_if<OpenLoad>(&entry.load))
      for (const RateStage& stage : open->stages) length += stage.length;
    if (const auto* closed = std::get_if<ClosedLoad>(&entry.load)) length = closed->length;
    if (const Journey* journey = scenario.find_journey(entry.journey))
      for (const JourneyStep& step : journey->steps) length += step.step->planned_time();
    last = std::max(last, entry.start + length);
  }
  return last;
}

/// Empty when `name` is a group whose phones have connections to cut.
std::string fault_of_group(const Scenario& scenario, const Group& group) {
  if (!group.stay)
    return fmt::format("the phones of group \"{}\" do not stay: there is nothing to come back to (`stay`)",
                       group.name);
  if (!net::is_reliable(scenario.scheme_of(group)))
    return fmt::format("group \"{}\" uses udp: there is no connection to cut", group.name);
  return {};
}

void parse_event(const Node& item, const ParseContext& context) {
  const Scenario& scenario = context.scenario;
  DropEvent event;
  MapReader reader(item, event_shape, context.diagnostics);
  if (!item.is_map()) return;
  const auto at = reader.duration("at");
  event.at = context.scaled(at.value_or(Duration::zero()));
  const Duration end = planned_end(scenario);
  if (at && event.at > end && context.diagnostics.empty())
    reader.fail("at", fmt::format("the load is over by then: it lasts {}", to_text(end)));
  if (const Node* drop = reader.find("drop"))
    event.share = read_scalar(*drop, parse_share, context.diagnostics).value_or(1);
  event.group = reader.text("of").value_or("");
  const Group* group = scenario.find_group(event.group);
  if (group == nullptr && !event.group.empty())
    tell_undeclared(reader.place_of("of"), "group", event.group, scenario.groups, context.diagnostics);
  if (group != nullptr)
    if (std::string fault = fault_of_group(scenario, *group); !fault.empty())
      reader.fail("of", std::move(fault));
  context.scenario.events.push_back(std::move(event));
}

}  // namespace

void check_warmup(const Node* node, const ParseContext& context) {
  const Duration end = planned_end(context.scenario);
  if (node == nullptr || !context.diagnostics.empty() || context.scenario.warmup < end) return;
  context.diagnostics.add(
      node->place, fmt::format("nothing would be left for the gates: the load lasts {}", to_text(end)));
}

void parse_events(const Node* node, const ParseContext& context) {
  if (node == nullptr) return;
  if (!node->is_list()) return context.diagnostics.add(node->place, "`events` is a list");
  if (node->items.size() > most_events)
    return context.diagnostics.add(node->place, fmt::format("more than {} events", most_events));
  for (const Node& item : node->items) parse_event(item, context);
}

}  // namespace cxload::scenario
