#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/lead.hpp>

#include "shape.hpp"

namespace cxload::webphone {
namespace {

constexpr std::size_t most_campaigns = 1'000;
constexpr std::size_t most_digits = 64;

/// What can be dialled: the value as it is, if it is a number at all; a record must not name a SIP address.
bool is_number(std::string_view text) {
  if (text.empty() || text.size() > most_digits) return false;
  const bool has_digit = text.find_first_of("0123456789") != std::string_view::npos;
  return has_digit && text.find_first_not_of("0123456789+*# ().-") == std::string_view::npos;
}

}  // namespace

Outcome<Lead> Lead::read(const Json& value) {
  if (value.if_object() == nullptr) return wrong_shape("a lead", "an object", value);
  Lead lead;
  lead.key_ = text_of(value, "key");
  if (lead.key_.empty()) lead.key_ = text_of(value, "id");
  if (lead.key_.empty()) return Failure{"http.shape", "a lead has neither key nor id"};
  lead.record_ = value;
  return lead;
}

Outcome<std::optional<Lead>> Lead::read_reply(int status, std::string_view body, const JsonLimits& limits) {
  using Maybe = std::optional<Lead>;
  if (status < 200 || status > 299) return refusal(status, body, limits);
  if (status == 204 || text::trim(body).empty()) return Maybe();
  const auto value = parse_json(body, limits);
  if (!value) return value.error();
  if (value->is_null()) return Maybe();
  auto lead = Lead::read(*value);
  if (!lead) return lead.error();
  return Maybe(std::move(*lead));
}

std::optional<std::string> Lead::property(std::string_view name) const {
  std::string text = text_of(record_, name);
  if (text.empty()) return std::nullopt;
  return text;
}

Outcome<std::string> Lead::number(CallProperty property) const {
  const auto value = this->property(to_string(property));
  if (!value)
    return Failure{"expect.no_number",
                   fmt::format("the record has no {}: nothing was dialled", to_string(property))};
  if (!is_number(*value))
    return Failure{"expect.no_number",
                   fmt::format("the record's {} is no number: nothing was dialled", to_string(property))};
  return *value;
}

Json Lead::save_variables(Decision decision) const {
  Json variables;
  variables.set("record_id", key_).set("decision", to_string(decision));
  return variables;
}

Json Lead::button_context() const {
  Json context = empty_button_context();
  context.set("data", record_);
  return context;
}

Json empty_button_context() {
  Json context;
  context.set("data", Json(Json::Object{})).set("selected", Json(Json::List{})).set("page", "agent");
  return context;
}

void judge_saved(const Json& stored, const Lead& lead, Decision decision, Findings& findings) {
  const std::string row = fmt::format("WP-ACT-SAVE-{}", decision == Decision::yes  ? 1
                                                        : decision == Decision::no ? 2
                                                                                   : 3);
  if (stored.if_object() == nullptr) {
    findings.add(row, Level::must, fmt::format("what is stored is {}", stored.type_name()));
    return;
  }
  const auto read = Lead::read(stored);
  if (read && read->key() != lead.key()) findings.add(row, Level::must, "another record was stored");
  const std::string kept = text_of(stored, "decision");
  if (!text::iequals(kept, to_string(decision)))
    findings.add(
        row, Level::must,
        fmt::format("the decision {} is stored as '{}'", to_string(decision), text::printable(kept, 40)));
}

void judge_next(const Lead& before, const std::optional<Lead>& after, Findings& findings) {
  if (!after)
    findings.add("WP-ACT-NEXT-2", Level::info, "next at the end of the campaign: no record came");
  else if (after->key() == before.key())
    findings.add("WP-ACT-NEXT-1", Level::must, "next gave the same record again");
}

Outcome<std::vector<Campaign>> read_campaigns(const Json& value, Findings& findings) {
  const auto items = list_of(value, "the list of campaigns", most_campaigns);
  if (!items) return items.error();
  std::vector<Campaign> campaigns;
  for (const Json& item : **items) {
    Campaign one{text_of(item, "id"), text_of(item, "name"), text_of(item, "type"),
                 set_integer_of(item, "form_id")};
    if (one.id.empty())
      findings.add("WP-NAV-AGENT-1", Level::must, "a campaign has no id");
    else
      campaigns.push_back(std::move(one));
  }
  return campaigns;
}

}  // namespace cxload::webphone
