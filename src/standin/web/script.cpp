#include "script.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cxload/base/text.hpp>

namespace cxload::standin::web {
namespace {

constexpr int deepest = 32;

struct Run {
  std::int64_t counter;
  std::string_view user;
  const json::object& input;
};

json::value fill_text(const Run& run, std::string_view text) {
  constexpr std::string_view values = "{{values.";
  if (text == "{{counter}}") return run.counter;
  if (text == "{{username}}") return key_of(run.user);
  if (text.starts_with(values) && text.ends_with("}}")) {
    const std::string_view name = text.substr(values.size(), text.size() - values.size() - 2);
    const json::value* value = run.input.if_contains(key_of(name));
    return value == nullptr ? json::value(nullptr) : *value;
  }
  return key_of(text);
}

json::value fill(const Run& run, const json::value& value, int depth) {
  if (depth > deepest) return nullptr;
  if (value.is_string()) return fill_text(run, view(value.as_string()));
  if (value.is_array()) {
    json::array filled;
    for (const json::value& one : value.as_array()) filled.push_back(fill(run, one, depth + 1));
    return filled;
  }
  if (!value.is_object()) return value;
  json::object filled;
  for (const auto& [key, one] : value.as_object()) filled[key] = fill(run, one, depth + 1);
  return filled;
}

/// "404 Not Found" is answered as 404; any other text as 422.
Reply fail(const std::string& error) {
  const auto code = text::parse_unsigned(error.substr(0, 3));
  const bool is_status = code && *code >= 400 && *code < 600 && (error.size() == 3 || error[3] == ' ');
  return refuse(is_status ? static_cast<int>(*code) : 422, error);
}

void spoil(const Context& context, json::value& result, ScriptSource source) {
  json::object* object = result.if_object();
  json::value* actions = object == nullptr ? nullptr : object->if_contains("__");
  if (actions == nullptr || !actions->is_object()) return;
  json::object& inner = actions->as_object();
  if (context.faults.form_data_ignored) inner.erase("formData");
  if (context.faults.form_no_chain && source == ScriptSource::form) inner.erase("action");
  json::value* action = inner.if_contains("action");
  if (context.faults.button_action_array && action != nullptr)
    *action = json::array({*action, {{"name", "next"}, {"params", json::array()}}});
  if (context.faults.button_no_envelope) {
    json::object bare = inner;
    result = std::move(bare);
  }
}

}  // namespace

Reply run_script(Context& context, store::Id id, const json::object& input, ScriptSource source) {
  const auto script = context.store().get(store::scripts, id);
  if (!script || store::number_in(*script, "account_id") != context.session->account)
    return refuse(404, "there is no such script");
  if (context.faults.script_skipped) return reply_json(json::object());
  const std::int64_t runs = context.faults.script_twice ? 2 : 1;
  const std::int64_t counter = store::number_in(*script, "counter") + runs;
  context.store().update(store::scripts, id, {{"counter", counter}});
  context.site.note(context.wall, "script", context.session->username,
                    fmt::format("{} {}", id, source == ScriptSource::form ? "form" : "button"));
  const Duration delay = context.faults.script_hangs
                             ? Duration(std::chrono::hours(1))
                             : std::chrono::milliseconds(store::number_in(*script, "delay_ms"));
  if (delay > longest_script) {
    Reply late = refuse(504, "the script took too long");
    late.delay = context.faults.script_hangs ? delay : longest_script;
    return late;
  }
  if (context.faults.script_race && context.site.is_running(id, context.now, delay))
    return refuse(500, "this script runs already");
  const std::string error = store::text_in(*script, "error");
  Reply reply = error.empty() ? Reply() : fail(error);
  if (error.empty()) {
    json::value result = store::flag_in(*script, "echo")
                             ? json::value(input)
                             : fill({counter, context.session->username, input}, script->at("returns"), 0);
    spoil(context, result, source);
    if (context.faults.session_mixup) std::swap(result, context.site.last_result());
    const std::int64_t status = store::number_in(*script, "status");
    reply = reply_json(result, status >= 200 && status < 600 ? static_cast<int>(status) : 200);
  }
  reply.delay = delay;
  return reply;
}

}  // namespace cxload::standin::web
