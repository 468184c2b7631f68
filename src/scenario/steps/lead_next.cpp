// lead.next — the agent turns to the next record of the campaign; makeCall, save and next work on it.
#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/webphone/json_pointer.hpp>
#include <cxload/webphone/lead.hpp>
#include <cxload/webphone/operations.hpp>

#include "expectation.hpp"
#include "http_check.hpp"
#include "parse.hpp"
#include "portal_step.hpp"

namespace cxload::scenario {
namespace {

namespace op = webphone::op;

constexpr auto expect_fields = std::to_array<Field>({
    {"end", Form::flag, "true: there is no further record."},
    {"key", Form::text, "The record's key."},
});
const Shape expect_shape_of_lead{"what a record should be", expect_fields};
constexpr auto fields = std::to_array<Field>({
    {"campaign", Form::text, "Its id; left out: the portal's choice."},
    {"expect", Form::map, "What is a success; left out: there is a record.", false, &expect_shape_of_lead},
    {"extract", Form::map_of_text, "Variables out of the record: phone: /alt_phone."},
    optional_field,
});
const Shape shape{"lead.next", fields};

struct Plan {
  std::string campaign, key;
  bool wants_end = false;
  std::vector<std::pair<std::string, webphone::JsonPointer>> extractions;
};

class LeadStep final : public PortalStep {
 public:
  explicit LeadStep(Plan plan) : plan_(std::move(plan)) {}

  std::string_view name() const override { return "lead.next"; }
  std::vector<std::string> operations() const override { return {std::string(op::agent_next)}; }
  std::vector<std::string_view> needed_operations() const override { return {op::agent_next}; }

 private:
  net::Awaitable<Outcome<>> play(JourneyContext& context) const override {
    phone::Portal& portal = context.portal();
    if (!plan_.campaign.empty()) portal.state().campaign = context.expand(plan_.campaign);
    webphone::Json variables(webphone::Json::Object{});
    if (!portal.state().campaign.empty()) variables.set("campaign", portal.state().campaign);
    const Outcome<net::HttpResponse> answer =
        co_await portal.run(std::string(op::agent_next), std::move(variables));
    if (!answer) co_return answer.error();
    if (answer->status >= 300) co_return phone::refused(portal, "lead.next", *answer);
    if (!answer->body.empty()) {
      const Outcome<> typed = phone::check_json_type(*answer);
      if (!typed) co_return typed;
    }
    Outcome<std::optional<webphone::Lead>> lead = webphone::Lead::read_reply(answer->status, answer->body);
    if (!lead) co_return lead.error();
    portal.state().lead = std::move(*lead);
    co_return judge(context);
  }

  Outcome<> judge(JourneyContext& context) const {
    const std::optional<webphone::Lead>& lead = context.portal().state().lead;
    if (plan_.wants_end && lead)
      return Failure{"expect.lead",
                     fmt::format("there is one more record: {}", text::printable(lead->key(), 80))};
    if (plan_.wants_end) return {};
    if (!lead) return Failure{"expect.lead", "there is no further record in the campaign"};
    const std::string key = context.expand(plan_.key);
    if (!key.empty() && key != lead->key())
      return Failure{"expect.lead",
                     fmt::format("the record is {}; expected {}", text::printable(lead->key(), 80), key)};
    for (const auto& [name, pointer] : plan_.extractions) {
      const webphone::Json* found = pointer.find(lead->record());
      const auto value = found == nullptr ? std::nullopt : found->scalar_text();
      if (!value || !set_variable(name, *value, context))
        return Failure{"expect.extract", fmt::format("there is nothing for {{{}}} in the record", name)};
    }
    return {};
  }

  Plan plan_;
};

void parse_record_extractions(const Node* node, const StepContext& context, Plan& plan) {
  if (node == nullptr) return;
  if (!node->is_map()) context.diagnostics.add(node->place, "`extract` is a map of names and JSON pointers");
  for (const Member& member : node->members) {
    Outcome<webphone::JsonPointer> pointer = webphone::JsonPointer::parse(member.value.text);
    if (!is_name(member.key))
      context.diagnostics.add(member.place, fmt::format("\"{}\" is not a name", member.key));
    if (!pointer) context.diagnostics.add(member.value.place, pointer.error().detail);
    declare_variable(member.key, context);
    if (pointer) plan.extractions.emplace_back(member.key, std::move(*pointer));
  }
}

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  Plan plan;
  plan.campaign = reader.text("campaign").value_or("");
  if (const Node* campaign = reader.find("campaign")) check_step_placeholders(*campaign, context);
  if (const Node* expect = reader.find("expect")) {
    MapReader expected(*expect, expect_shape_of_lead, context.diagnostics);
    plan.wants_end = expected.flag("end").value_or(false);
    plan.key = expected.text("key").value_or("");
    if (const Node* key = expected.find("key")) check_step_placeholders(*key, context);
  }
  parse_record_extractions(reader.find("extract"), context, plan);
  return std::make_unique<LeadStep>(std::move(plan));
}

}  // namespace

extern const StepDescriptor lead_next_step;
const StepDescriptor lead_next_step{"lead.next", "Fetches the next record of the campaign.", &shape, {}, true,
                                    parse};

}  // namespace cxload::scenario
