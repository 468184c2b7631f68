// The preview dialler: campaigns, and one lead after the other, each agent at his own.
#include <array>

#include <cxload/base/text.hpp>

#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

struct Place {
  json::object cursor;
  store::Id campaign = 0;
  store::Id lead = 0;
};

bool is_own(const Context& context, const std::optional<json::object>& campaign) {
  return campaign && store::number_in(*campaign, "account_id") == context.session->account;
}

std::optional<json::object> first_after(const Context& context, store::Id campaign, store::Id lead) {
  static const std::string sql = "SELECT MIN(id) FROM lead WHERE campaign_id = ? AND id > ?";
  const store::Values values = {campaign, lead};
  const auto rows = context.store().database().query(sql, values);
  if (rows.empty() || !std::holds_alternative<std::int64_t>(rows.front().front())) return std::nullopt;
  return context.store().get(store::leads, std::get<std::int64_t>(rows.front().front()));
}

/// Where this agent is; at a first visit the first campaign of his account.
Place find_place(const Context& context) {
  const std::string& agent = context.session->username;
  if (auto cursor = context.store().find_one(store::cursors, {{"agent", agent}})) {
    Place place{*cursor};
    place.campaign = store::number_in(*cursor, "campaign_id");
    place.lead = store::number_in(*cursor, "lead_id");
    return place;
  }
  const auto campaign =
      context.store().find_one(store::campaigns, {{"account_id", context.session->account}});
  Place place;
  if (!campaign) return place;
  place.campaign = store::number_in(*campaign, "id");
  json::object cursor = {{"agent", key_of(agent)}, {"campaign_id", place.campaign}};
  cursor["id"] = context.store().insert(store::cursors, cursor).id;
  place.cursor = std::move(cursor);
  return place;
}

void move_to(const Context& context, const Place& place, store::Id campaign, const json::object& lead) {
  context.store().update(store::cursors, store::number_in(place.cursor, "id"),
                         {{"campaign_id", campaign}, {"lead_id", lead.at("id")}});
}

/// A number, or a text of digits; 0 for anything else.
store::Id id_in(const json::value& value) {
  if (value.is_int64()) return value.as_int64();
  const auto* text = value.if_string();
  const auto id = text == nullptr ? std::nullopt : text::parse_unsigned(view(*text));
  return id && *id <= INT64_MAX ? static_cast<store::Id>(*id) : 0;
}

/// A record is known by its id, and by its key: then the one at hand is meant first, for campaigns share
/// keys.
std::optional<json::object> find_record(const Context& context, const json::object& body) {
  const auto* wanted = body.if_contains("record_id");
  if (wanted == nullptr) return std::nullopt;
  if (const auto* key = wanted->if_string()) {
    const Place place = find_place(context);
    auto current = place.lead == 0 ? std::nullopt : context.store().get(store::leads, place.lead);
    if (current && store::text_in(*current, "key") == view(*key)) return current;
  }
  return context.store().get(store::leads, id_in(*wanted));
}

}  // namespace

Reply list_campaigns(Context& context) {
  json::array shown;
  for (json::object& campaign :
       context.store().find(store::campaigns, {{"account_id", context.session->account}})) {
    campaign.erase("account_id");
    shown.emplace_back(std::move(campaign));
  }
  return reply_json(shown);
}

Reply current_lead(Context& context) {
  const Place place = find_place(context);
  store::Id campaign = place.campaign;
  if (const auto wanted = context.request.query("campaign")) {
    const auto id = text::parse_unsigned(*wanted);
    if (!id || *id > INT64_MAX ||
        !is_own(context, context.store().get(store::campaigns, static_cast<store::Id>(*id))))
      return refuse(404, "there is no such campaign");
    campaign = static_cast<store::Id>(*id);
  }
  if (campaign == place.campaign && place.lead != 0)
    if (const auto lead = context.store().get(store::leads, place.lead)) return reply_json(*lead);
  const auto lead = first_after(context, campaign, 0);
  if (!lead) return Reply{204};
  move_to(context, place, campaign, *lead);
  return reply_json(*lead);
}

Reply next_lead(Context& context) {
  Place place = find_place(context);
  if (!context.request.body.empty()) {
    const Answer<json::object> body = read_object(context.request);
    if (!body) return body.error();
    if (const auto* wanted = body->if_contains("campaign")) {
      const store::Id campaign = id_in(*wanted);
      if (!is_own(context, context.store().get(store::campaigns, campaign)))
        return refuse(404, "there is no such campaign");
      if (campaign != place.campaign) place.lead = 0;
      place.campaign = campaign;
    }
  }
  auto lead = first_after(context, place.campaign, place.lead);
  const auto campaign = context.store().get(store::campaigns, place.campaign);
  if (!lead && campaign && store::flag_in(*campaign, "wraps")) lead = first_after(context, place.campaign, 0);
  if (!lead) return Reply{204};
  if (context.faults.next_stays && place.lead != 0) lead = context.store().get(store::leads, place.lead);
  move_to(context, place, place.campaign, *lead);
  context.site.note(context.wall, "next", context.session->username, store::text_in(*lead, "key"));
  return reply_json(*lead);
}

Reply save_lead(Context& context) {
  const Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  const auto lead = find_record(context, *body);
  const auto campaign =
      lead ? context.store().get(store::campaigns, store::number_in(*lead, "campaign_id")) : std::nullopt;
  if (!is_own(context, campaign)) return refuse(404, "there is no such record");
  const std::string said = store::text_in(*body, "decision");
  std::string decision;
  for (const std::string_view known : {"Yes", "No", "Unknown"})
    if (text::iequals(known, said)) decision = known;
  if (decision.empty() && context.faults.save_any) decision = said;
  if (decision.empty()) return refuse(422, "a decision is Yes, No or Unknown");
  const store::Id id = store::number_in(*lead, "id");
  context.store().update(store::leads, id,
                         {{"decision", key_of(decision)},
                          {"decided", key_of(context.now_text())},
                          {"decided_by", key_of(context.session->username)}});
  context.site.note(context.wall, "save", context.session->username, decision);
  return reply_json(*context.store().get(store::leads, id));
}

}  // namespace cxload::standin::web
