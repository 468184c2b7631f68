#include "during.hpp"

#include <array>

#include <fmt/format.h>

#include <cxload/scenario/map_reader.hpp>

#include "mid_call.hpp"
#include "parse.hpp"

namespace cxload::scenario {
namespace {

constexpr auto transfer_fields = std::to_array<Field>({
    {"to", Form::text, "Whom the far end shall call: group NAME, user PATTERN, a number or sip:….", true},
    {"consult", Form::duration, "Speaks with the target for so long first (attended); left out: blind."},
});
const Shape transfer_shape{"a transfer in a call", transfer_fields};

constexpr auto during_fields = std::to_array<Field>({
    {"at", Form::duration, "When, counted from the answer.", true},
    {"dtmf", Form::text, "Digits to send, an INFO each: 0-9 * # A-D; columns may stand in it."},
    {"hold", Form::duration, "Puts the far end on hold for so long, then takes the call up again."},
    {"transfer", Form::map, "Makes the far end call somebody else (REFER); the last thing in a call.", false,
     &transfer_shape},
});
constexpr std::string_view one_action =
    R"("oneOf": [{"required": ["dtmf"]}, {"required": ["hold"]}, {"required": ["transfer"]}])";

void parse_transfer(const Node& node, const StepContext& context, During& during) {
  MapReader reader(node, transfer_shape, context.diagnostics);
  if (const Node* to = reader.find("to")) during.transfer_to = parse_target(*to, context);
  during.consult = reader.duration("consult");
}

void check_time(const Node& at, const CallAction& action, const During& before,
                const phone::DurationRange& talk, Diagnostics& diagnostics) {
  if (!before.actions.empty() && action.at < before.length())
    return diagnostics.add(at.place, fmt::format("{} is too early: what stands before it ends at {}",
                                                 to_text(action.at), to_text(before.length())));
  // Without `talk` the call lasts as long as this; a drawn talk without a lower end is made long enough.
  const bool is_bounded = talk.high > Duration::zero() && talk.mean <= Duration::zero();
  const bool is_transfer = action.kind == CallAction::Kind::transfer;
  const Duration end =
      action.at + action.held + (is_transfer ? before.consult.value_or(Duration::zero()) : Duration{});
  if (is_bounded && end > talk.low)
    diagnostics.add(at.place, fmt::format("the shortest talk is {}, and this lasts until {}",
                                          to_text(talk.low), to_text(end)));
}

void parse_action(const Node& node, const phone::DurationRange& talk, const StepContext& context,
                  During& during) {
  CallAction action;
  MapReader reader(node, during_shape, context.diagnostics);
  const bool is_late = !during.actions.empty() && during.actions.back().kind == CallAction::Kind::transfer;
  if (is_late) context.diagnostics.add(node.place, "nothing can follow a transfer: the far end is gone");
  const int count = reader.has("dtmf") + reader.has("hold") + reader.has("transfer");
  if (node.is_map() && count != 1 && !reader.has_unknown_key())
    context.diagnostics.add(node.place, "one of `dtmf`, `hold` and `transfer` belongs to each `at`");
  if (const Node* digits = reader.find("dtmf")) action.digits = parse_digits(*digits, context);
  if (const auto held = reader.duration("hold")) {
    action.kind = CallAction::Kind::hold;
    action.held = *held;
    if (*held == Duration::zero()) reader.fail("hold", "a hold of no time");
  }
  if (const Node* transfer = reader.find("transfer")) {
    action.kind = CallAction::Kind::transfer;
    parse_transfer(*transfer, context, during);
  }
  if (const auto at = reader.duration("at")) {
    action.at = *at;
    check_time(*reader.find("at"), action, during, talk, context.diagnostics);
  }
  during.actions.push_back(std::move(action));
}

}  // namespace

const Shape during_shape{"an action in a call", during_fields, one_action};

Duration During::length() const {
  if (actions.empty()) return Duration::zero();
  return actions.back().at + actions.back().held + consult.value_or(Duration::zero());
}

During parse_during(const Node* node, const phone::DurationRange& talk, const StepContext& context) {
  During during;
  if (node == nullptr) return during;
  if (!node->is_list() || node->items.empty()) {
    context.diagnostics.add(node->place, "`during` is a list of at least one action");
    return during;
  }
  if (node->items.size() > most_in_a_row) {
    context.diagnostics.add(node->place, fmt::format("at most {} actions", most_in_a_row));
    return during;
  }
  for (const Node& item : node->items) parse_action(item, talk, context, during);
  return during;
}

}  // namespace cxload::scenario
