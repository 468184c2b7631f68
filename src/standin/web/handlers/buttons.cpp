// Dynamic buttons: which there are, and what pressing one runs.
#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include <cxload/base/text.hpp>

#include "../script.hpp"
#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

/// The thirteen keys of the documentation, in its order.
constexpr auto keys = std::to_array<std::string_view>({"id", "account_id", "label", "icon", "tooltip", "type",
                                                       "placement", "min_select", "max_select", "sandbox_id",
                                                       "fn", "form_id", "sort_order"});

bool is_for_agents(const json::object& button) {
  return text::iequals(store::text_in(button, "placement"), "agent");
}

json::object show(const Context& context, const json::object& button) {
  json::object shown;
  for (const std::string_view key : keys) shown[key_of(key)] = button.at(key_of(key));
  if (context.faults.button_missing_field) shown.erase("sort_order");
  if (context.faults.button_string_id) shown["id"] = key_of(std::to_string(button.at("id").as_int64()));
  return shown;
}

/// Of the caller's own account, or none at all.
std::optional<json::object> find_button(const Context& context) {
  auto button = context.store().get(store::buttons, context.id());
  const bool is_own = button && store::number_in(*button, "account_id") == context.session->account;
  return is_own || context.faults.button_foreign ? button : std::nullopt;
}

/// Limits count where something can be selected; on a page without rows nothing is (reading A-15).
bool is_selection_wrong(const json::object& button, const json::object& body) {
  const json::value* selected = body.if_contains("selected");
  if (selected == nullptr || !selected->is_array() || selected->as_array().empty()) return false;
  const auto count = static_cast<std::int64_t>(selected->as_array().size());
  const std::int64_t least = store::number_in(button, "min_select");
  const std::int64_t most = store::number_in(button, "max_select");
  return count < least || (most > 0 && count > most);
}

/// The defect form_schema_stored: what was for one opening is there for good.
void store_schema(const Context& context, store::Id form_id, const Reply& reply) {
  boost::system::error_code error;
  const json::value value = json::parse(key_of(reply.body), error);
  const json::object* object = error ? nullptr : value.if_object();
  const json::value* actions = object == nullptr ? nullptr : object->if_contains("__");
  const json::value* schema =
      actions != nullptr && actions->is_object() ? actions->as_object().if_contains("formSchema") : nullptr;
  auto form = context.store().get(store::forms, form_id);
  if (!form || schema == nullptr || !schema->is_array() || !form->at("schema").is_array()) return;
  json::array fields = form->at("schema").as_array();
  for (const json::value& field : schema->as_array()) fields.push_back(field);
  json::object change;
  change["schema"] = std::move(fields);
  context.store().update(store::forms, form_id, change);
}

}  // namespace

Reply list_buttons(Context& context) {
  std::vector<json::object> shown;
  for (const json::object& button :
       context.store().find(store::buttons, {{"account_id", context.session->account}}))
    if (is_for_agents(button) || context.faults.button_any_placement) shown.push_back(show(context, button));
  const auto by_order = [](const json::object& a, const json::object& b) {
    return store::number_in(a, "sort_order") < store::number_in(b, "sort_order");
  };
  if (!context.faults.button_order) std::stable_sort(shown.begin(), shown.end(), by_order);
  return reply_json(to_array(shown));
}

Reply get_button(Context& context) {
  const auto button = find_button(context);
  return button ? reply_json(show(context, *button)) : refuse(404, "there is no such button");
}

Reply press_button(Context& context) {
  const auto button = find_button(context);
  if (!button) return refuse(404, "there is no such button");
  const Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  if (!context.faults.button_select_unchecked && is_selection_wrong(*button, *body))
    return refuse(422, "too few or too many are selected");
  const store::Id script = store::number_in(*button, "sandbox_id");
  if (script == 0) return refuse(422, "this button has no script");
  Reply reply = run_script(context, script, *body, ScriptSource::button);
  if (context.faults.form_schema_stored) store_schema(context, store::number_in(*button, "form_id"), reply);
  return reply;
}

}  // namespace cxload::standin::web
