// Forms: which there are, and what submitting one runs.
#include <re2/re2.h>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "../script.hpp"
#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

std::optional<json::object> find_form(const Context& context) {
  auto form = context.store().get(store::forms, context.id());
  const bool is_own = form && store::number_in(*form, "account_id") == context.session->account;
  return is_own ? form : std::nullopt;
}

bool is_blank(const json::value* value) {
  if (value == nullptr || value->is_null()) return true;
  return value->is_string() && text::trim(view(value->as_string())).empty();
}

/// Wants all of it; a pattern that is none matches everything.
bool matches(std::string_view pattern, std::string_view text) {
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 expression(re2::StringPiece(pattern.data(), pattern.size()), options);
  return !expression.ok() || RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), expression);
}

bool is_valid(const json::object& field, std::string_view value) {
  constexpr std::string_view email = R"(^[^@\s]+@[^@\s]+\.[^@\s]+$)";
  const std::string rule = store::text_in(field, "validation");
  const std::string regex = store::text_in(field, "regex");
  if (!regex.empty() && !matches(regex, value)) return false;
  return rule != "email" || matches(email, value);
}

/// What the stored form says, on this side too: a browser's checks are for its user. The name of the field
/// that is wrong; empty: none.
std::string judge(const json::object& form, json::object& values) {
  const json::value* schema = form.if_contains("schema");
  if (schema == nullptr || !schema->is_array()) return {};
  for (const json::value& one : schema->as_array()) {
    const json::object* field = one.if_object();
    const std::string name = field == nullptr ? std::string() : store::text_in(*field, "name");
    if (name.empty()) continue;
    const json::value* value = values.if_contains(key_of(name));
    if (store::flag_in(*field, "disabled") && field->if_contains("defaultValue") != nullptr) {
      values[key_of(name)] = json::value(field->at("defaultValue"));
      continue;
    }
    if (is_blank(value)) {
      if (store::flag_in(*field, "required")) return name;
      continue;
    }
    if (value->is_string() && !is_valid(*field, view(value->as_string()))) return name;
  }
  return {};
}

}  // namespace

Reply list_forms(Context& context) {
  json::array shown;
  for (const json::object& form :
       context.store().find(store::forms, {{"account_id", context.session->account}}))
    shown.push_back({{"id", form.at("id")}, {"name", form.at("name")}});
  return reply_json(shown);
}

Reply get_form(Context& context) {
  auto form = find_form(context);
  if (!form) return refuse(404, "there is no such form");
  form->erase("account_id");
  if (!form->at("schema").is_array()) (*form)["schema"] = json::array();
  return reply_json(*form);
}

Reply submit_form(Context& context) {
  const auto form = find_form(context);
  if (!form) return refuse(404, "there is no such form");
  Answer<json::object> values = read_object(context.request);
  if (!values) return values.error();
  const std::string wrong = context.faults.form_no_validation ? std::string() : judge(*form, *values);
  if (!wrong.empty())
    return reply_json({{"error", key_of(fmt::format("{} is missing or not as it must be", wrong))},
                       {"field", key_of(wrong)}},
                      422);
  const store::Id script = store::number_in(*form, "sandbox_id");
  if (script == 0) return reply_json(json::object());
  return run_script(context, script, *values, ScriptSource::form);
}

}  // namespace cxload::standin::web
