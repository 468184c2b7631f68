#include "json_template.hpp"

#include <charconv>

#include <cxload/base/text.hpp>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

using webphone::Json;

/// RFC 8259 6: no plus, no leading zeros; 0100 and +44 stay text.
bool is_json_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return false;
  const bool has_zero_ahead = text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
  return !has_zero_ahead && text[0] >= '0' && text[0] <= '9';
}

Json read_scalar_json(const Node& node) {
  const std::string& text = node.text;
  const bool is_plain = node.lead && *node.lead == 0;
  if (!is_plain) return text;
  if (text == "true" || text == "false") return text == "true";
  if (text == "null" || text == "~") return nullptr;
  if (!is_json_number(text)) return text;
  const char* const end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(text.data(), end, whole); read.ec == std::errc() && read.ptr == end)
    return whole;
  double number = 0;
  if (const auto read = std::from_chars(text.data(), end, number); read.ec == std::errc() && read.ptr == end)
    return number;
  return text;
}

void check_all(const Node& node, const StepContext& context) {
  if (node.is_scalar()) check_step_placeholders(node, context);
  for (const Node& item : node.items) check_all(item, context);
  for (const Member& member : node.members) check_all(member.value, context);
}

}  // namespace

Json read_json(const Node& node) {
  if (node.is_scalar()) return read_scalar_json(node);
  if (node.is_list()) {
    Json::List items;
    for (const Node& item : node.items) items.push_back(read_json(item));
    return items;
  }
  if (node.is_null()) return nullptr;
  Json object(Json::Object{});
  for (const Member& member : node.members) object.set(member.key, read_json(member.value));
  return object;
}

Json read_json_template(const Node& node, const StepContext& context) {
  check_all(node, context);
  return read_json(node);
}

Json expand_json(const Json& json, JourneyContext& context) {
  if (const std::string* text = json.if_text()) return context.expand(*text);
  if (const Json::List* list = json.if_list()) {
    Json::List items;
    for (const Json& item : *list) items.push_back(expand_json(item, context));
    return items;
  }
  const Json::Object* members = json.if_object();
  if (members == nullptr) return json;
  Json object(Json::Object{});
  for (const Json::Member& member : *members) object.set(member.name, expand_json(member.value, context));
  return object;
}

bool means_the_same(const Json& expected, const Json& found) {
  if (expected == found) return true;
  const std::string* text = expected.if_text();
  return text != nullptr && found.scalar_text() == *text;
}

}  // namespace cxload::scenario
