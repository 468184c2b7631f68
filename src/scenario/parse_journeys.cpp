// `journeys`: steps, looked up in the registry.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/scenario/step_registry.hpp>
#include <cxload/scenario/template.hpp>
#include <cxload/webphone/operations.hpp>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

std::vector<std::string_view> step_names() {
  std::vector<std::string_view> names;
  for (const StepDescriptor* step : step_registry()) names.push_back(step->name);
  return names;
}

bool is_optional(const Node& options, Diagnostics& diagnostics) {
  const Node* node = options.find("optional");
  return node != nullptr && read_scalar(*node, parse_flag, diagnostics).value_or(false);
}

void add_http_metric(const std::string& operation, stats::Catalogue& catalogue) {
  const std::string name = "http." + operation;
  if (catalogue.find(name)) return;
  catalogue.add(
      {name,
       stats::Kind::distribution,
       "ms",
       1000,
       fmt::format("Operation {} of the portal: request sent to its answer, redirects included.", operation),
       {}});
}

/// What stands before a step, as far as the text tells.
struct CallsSoFar {
  bool any = false, incoming = false;

  void add(const Node& item) {
    const Member* step = item.is_map() && !item.members.empty() ? &item.members.front() : nullptr;
    if (step == nullptr) return;
    const bool awaits = step->key == "await" && (step->value.text == "incoming" || has_incoming(step->value));
    incoming = incoming || awaits;
    // What a button makes the phone do is up to the portal.
    any = any || awaits || step->key == "dial" || step->key == "button";
  }
  static bool has_incoming(const Node& options) {
    return options.is_map() && !options.members.empty() && options.members.front().key == "incoming";
  }
  [[nodiscard]] std::string_view missing(const StepDescriptor& step) const {
    using Needs = StepDescriptor::Needs;
    if (step.needs == Needs::call && !any)
      return "works on the call of a `dial` or an `await: incoming`, and none stands before it";
    if (step.needs == Needs::incoming_call && !incoming)
      return "answers the call of an `await: incoming`, and none stands before it";
    return {};
  }
};

/// A step is a word, or a map of one key: its options stand behind the key.
void parse_step(const Node& item, const CallsSoFar& calls, const StepContext& context, Journey& journey) {
  Diagnostics& diagnostics = context.diagnostics;
  if (item.is_map() && item.members.size() > 1 && item.members.front().value.is_null()) {
    diagnostics.add(item.members[1].place,
                    fmt::format("a step is one key with its options; indent `{}` under `{}`",
                                item.members[1].key, item.members[0].key));
    return;
  }
  if (!item.is_scalar() && (!item.is_map() || item.members.size() != 1)) {
    diagnostics.add(item.place, "a step is one key with its options");
    return;
  }
  const std::string& name = item.is_scalar() ? item.text : item.members.front().key;
  Node bare;
  bare.place = item.place;
  const Node& options = item.is_scalar() ? bare : item.members.front().value;
  const StepDescriptor* descriptor = find_step(name);
  if (is_later("a step", name)) {
    diagnostics.add(item.place, not_yet(name));
  } else if (descriptor == nullptr) {
    diagnostics.add(item.place, fmt::format("unknown step \"{}\"{}", name, hint(name, step_names())));
  } else if (options.is_null() && !descriptor->bare) {
    diagnostics.add(item.place, fmt::format("step `{}` needs its options", name));
  } else if (const std::string_view missing = calls.missing(*descriptor); !missing.empty()) {
    diagnostics.add(item.place, fmt::format("`{}` {}", name, missing));
  } else if (auto step = descriptor->parse(options, context)) {
    const bool sends = step->calls() > 0 || name == "options" || name == "message";
    if (sends && context.group != nullptr && context.group->listen &&
        context.group->listen->scheme == net::Scheme::tcp)
      diagnostics.add(item.place, fmt::format("`{}`: a trunk that listens on tcp is only called; it calls by "
                                              "itself when it listens on udp",
                                              name));
    journey.steps.push_back({std::move(step), options.is_map() && is_optional(options, diagnostics)});
  }
}

/// Names of lists in braces anywhere in the steps.
void collect_lists(const Node& node, const Scenario& scenario, std::vector<std::string>& found) {
  for (const Node& item : node.items) collect_lists(item, scenario, found);
  for (const Member& member : node.members) collect_lists(member.value, scenario, found);
  for (const Placeholder& placeholder : find_placeholders(node.text)) {
    const std::string name = placeholder.name.substr(0, placeholder.name.find('.'));
    const bool is_new = std::find(found.begin(), found.end(), name) == found.end();
    if (is_new && scenario.find_list(name) != nullptr) found.push_back(name);
  }
}

/// Without `signalling` in the deployment a SIP door comes from the portal's provisioning, or from nowhere.
void check_doors(const Node& steps, const Group* group, const Journey& journey, const ParseContext& context) {
  const Deployment& deployment = context.scenario.deployment;
  if (group == nullptr || deployment.signalling || deployment.is_embedded() ||
      !std::holds_alternative<std::monostate>(group->signalling))
    return;
  bool is_provisioned = false;
  for (const JourneyStep& entry : journey.steps) {
    is_provisioned = is_provisioned || (group->obeys_provisioning && entry.step->provisions());
    if (is_provisioned || !entry.step->needs_signalling()) continue;
    context.diagnostics.add(steps.place,
                            fmt::format("`{}` needs a SIP door: `deployment.signalling`, or a group "
                                        "with `provision: true` and `portal.login` before it",
                                        entry.step->name()));
    return;
  }
}

/// Metrics and places that the steps bring along.
void collect_web(const Journey& journey, Scenario& scenario) {
  for (const JourneyStep& entry : journey.steps) {
    for (const std::string& operation : entry.step->operations())
      add_http_metric(operation, scenario.catalogue);
    const auto place = entry.step->web_place();
    auto& places = scenario.deployment.further_web;
    if (place && std::find(places.begin(), places.end(), *place) == places.end()) places.push_back(*place);
  }
}

Journey parse_journey(const Member& member, const ParseContext& context) {
  Journey journey;
  journey.name = member.key;
  MapReader reader(member.value, journey_shape, context.diagnostics);
  journey.group = reader.text("endpoints").value_or("");
  const Group* group = context.scenario.find_group(journey.group);
  if (group == nullptr && !journey.group.empty())
    tell_undeclared(reader.place_of("endpoints"), "group", journey.group, context.scenario.groups,
                    context.diagnostics);
  const Node* steps = reader.find("steps");
  if (steps == nullptr) return journey;
  if (!steps->is_list() || steps->items.empty())
    reader.fail("steps", "`steps` is a list of at least one step");
  if (steps->items.size() > most_in_a_row) {
    reader.fail("steps", fmt::format("at most {} steps", most_in_a_row));
    return journey;
  }
  std::vector<std::string> variables;
  const StepContext step_context{context.scenario, group, context.diagnostics, &variables};
  CallsSoFar calls;
  for (const Node& item : steps->items) {
    calls.add(item);
    parse_step(item, calls, step_context, journey);
  }
  collect_lists(*steps, context.scenario, journey.lists);
  check_doors(*steps, group, journey, context);
  collect_web(journey, context.scenario);
  return journey;
}

}  // namespace

void parse_journeys(const Node* node, const ParseContext& context) {
  for (const Group& group : context.scenario.groups)
    if (group.obeys_provisioning)
      for (const std::string_view operation : {webphone::op::login, webphone::op::prov})
        add_http_metric(std::string(operation), context.scenario.catalogue);
  for (const Member* member : named_members(node, "journeys", context.diagnostics)) {
    context.scenario.journeys.push_back(parse_journey(*member, context));
    try {
      context.scenario.catalogue.add_journey(member->key);
    } catch (const std::invalid_argument&) {
      context.diagnostics.add(
          member->place, fmt::format("journey \"{}\" would share a metric with another one", member->key));
    }
  }
}

}  // namespace cxload::scenario
