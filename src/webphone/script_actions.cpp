// The Actions Namespace of a script's response (WP-SF-POST-3, WP-FN-11, WP-ACT-ONE-2, WP-NI).
#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/action.hpp>

namespace cxload::webphone {
namespace {

std::vector<std::string> read_params(const Json* params, Findings& findings) {
  std::vector<std::string> out;
  if (params == nullptr || params->is_null()) return out;
  const auto* items = params->if_list();
  if (items == nullptr) {
    findings.add("WP-FN-11", Level::must,
                 fmt::format("__.action.params is {}, not a list", params->type_name()));
    return out;
  }
  for (const Json& item : *items) {
    if (out.size() == NotationLimits::params) {
      findings.add("WP-FN-11", Level::must, "__.action.params is longer than any action takes");
      break;
    }
    auto text = item.scalar_text();
    if (!text || text->size() > NotationLimits::bytes) {
      findings.add("WP-FN-11", Level::must, fmt::format("a parameter of __.action is {}", item.type_name()));
      text.emplace();
    }
    out.push_back(std::move(*text));
  }
  return out;
}

std::optional<Action> read_action(const Json* action, const Readings& readings, Findings& findings) {
  if (action == nullptr || action->is_null()) return std::nullopt;
  if (action->if_list() != nullptr) {
    findings.add("WP-ACT-ONE-2", Level::must, "__.action is a list: it is one object, nothing of it runs");
    return std::nullopt;
  }
  if (action->if_object() == nullptr) {
    findings.add("WP-FN-11", Level::must, fmt::format("__.action is {}, not an object", action->type_name()));
    return std::nullopt;
  }
  const Json* name = action->find("name");
  if (name == nullptr || name->is_null()) return std::nullopt;  // WP-CHAIN-4: its properties are not set
  if (name->if_text() == nullptr) {
    findings.add("WP-FN-11", Level::must, fmt::format("__.action.name is {}, not a text", name->type_name()));
    return std::nullopt;
  }
  const std::string_view text = text::trim(*name->if_text());
  if (text.empty()) return std::nullopt;
  auto known = permitted({std::string(text), read_params(action->find("params"), findings)}, readings);
  if (!known)
    findings.add(
        "WP-FN-9", Level::must,
        fmt::format("the script asks for '{}', which is no permitted action", text::printable(text, 60)));
  return known;
}

}  // namespace

ScriptActions read_script_actions(const Json& response, const Readings& readings, Findings& findings) {
  ScriptActions actions;
  const Json* space = response.find("__");
  if (space == nullptr || space->is_null()) return actions;
  if (space->if_object() == nullptr) {
    findings.add("WP-SF-POST-3", Level::must, fmt::format("__ is {}, not an object", space->type_name()));
    return actions;
  }
  actions.is_present = true;
  actions.action = read_action(space->find("action"), readings, findings);
  if (const Json* schema = space->find("formSchema"); schema != nullptr && !schema->is_null()) {
    if (schema->if_list() != nullptr)
      actions.form_schema = schema;
    else
      findings.add("WP-FORM-MERGE-1", Level::must,
                   fmt::format("__.formSchema is {}, not a list", schema->type_name()));
  }
  if (const Json* data = space->find("formData"); data != nullptr && !data->is_null()) {
    if (data->if_object() != nullptr)
      actions.form_data = data;
    else
      findings.add("WP-FORM-DATA-1", Level::must,
                   fmt::format("__.formData is {}, not an object", data->type_name()));
  }
  return actions;
}

}  // namespace cxload::webphone
