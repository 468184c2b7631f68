#include <set>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cxload/scenario/schema.hpp>
#include <cxload/scenario/step_registry.hpp>

namespace cxload::scenario {
namespace {

constexpr std::string_view duration_pattern = "([0-9]+(\\\\.[0-9]+)?(us|ms|s|m|h))+";
constexpr std::string_view rate_pattern = "[0-9]+(\\\\.[0-9]+)? */ *(s|min|m|h|d)";
constexpr std::string_view expansion = "\\\\$\\\\{";  // ${env:…}, ${file:…}: known at start only
constexpr std::string_view status_schema =
    R"({"anyOf": [{"type": "integer", "minimum": 200, "maximum": 699}, {"type": "string", "pattern": "^[2-6][0-9][0-9]$|\\$\\{"}]})";

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string pattern(std::string_view expression) {
  return fmt::format(R"({{"type": "string", "pattern": "^{}$|{}"}})", expression, expansion);
}

std::string joined(const std::vector<std::string>& items) {
  return fmt::format("{}", fmt::join(items, ", "));
}

std::string json_list(std::span<const std::string_view> words) {
  std::vector<std::string> items;
  for (const std::string_view word : words) items.push_back(json_text(word));
  return joined(items);
}

/// "a load entry" → "load_entry"
std::string id_of(const Shape& shape) {
  std::string_view name = shape.name;
  for (const std::string_view article : {"a ", "an ", "what a ", "what "})
    if (name.starts_with(article)) name.remove_prefix(article.size());
  std::string id;
  for (const char c : name) id += c == ' ' || c == '-' ? '_' : c;
  return id;
}

class SchemaWriter {
 public:
  std::string write() {
    std::vector<std::string> defs{
        json_text("duration") + ": " + pattern(duration_pattern),
        json_text("duration_range") + ": " +
            pattern(fmt::format("({0}( *\\\\.\\\\. *{0})?|exp\\\\( *{0} *\\\\))", duration_pattern)),
        json_text("rate") + ": " + pattern(rate_pattern),
        json_text("status") + ": " + std::string(status_schema),
        json_text("expires") +
            R"(: {"oneOf": [{"type": "integer", "minimum": 1}, {"$ref": "#/$defs/duration"}, {"type": "string", "pattern": "^[0-9]+$"}]})",
        json_text("scalar") + R"(: {"type": ["string", "number", "boolean"]})",
        json_text("step") + ": " + step_schema(),
    };
    const std::string body = object(scenario_shape);
    while (!waiting_.empty()) {
      const Shape& shape = *waiting_.back();
      waiting_.pop_back();
      defs.push_back(json_text(id_of(shape)) + ": {" + object(shape) + "}");
    }
    return fmt::format(
        R"({{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "cxload scenario", {}, "$defs": {{{}}}}})",
        body, joined(defs));
  }

 private:
  std::string reference(const Shape& shape) {
    if (known_.insert(&shape).second) waiting_.push_back(&shape);
    return fmt::format(R"({{"$ref": "#/$defs/{}"}})", id_of(shape));
  }

  /// Members of the schema of a map, without its braces.
  std::string object(const Shape& shape) {
    std::vector<std::string> properties, required;
    for (const Field& field : shape.fields) {
      properties.push_back(fmt::format(R"({}: {{"description": {}, "allOf": [{}]}})", json_text(field.key),
                                       json_text(field.help), value(field)));
      if (field.required) required.push_back(json_text(field.key));
    }
    return fmt::format(
        R"("type": "object", "properties": {{{}}}, "required": [{}], "additionalProperties": false{}{})",
        joined(properties), joined(required), shape.rule.empty() ? "" : ", ", shape.rule);
  }

  std::string value(const Field& field) {
    if (field.form == Form::custom && field.shape != nullptr) (void)reference(*field.shape);
    switch (field.form) {
      case Form::text:
        return R"({"$ref": "#/$defs/scalar"})";
      case Form::name:
        return pattern("[a-z][a-z0-9_-]*");
      case Form::word:
        return fmt::format(R"({{"anyOf": [{{"enum": [{}]}}, {{"type": "string", "pattern": "{}"}}]}})",
                           json_list(field.words), expansion);
      case Form::flag:
        return fmt::format(R"({{"anyOf": [{{"type": "boolean"}}, {}]}})",
                           pattern("(true|false|yes|no|on|off)"));
      case Form::whole:
        return fmt::format(R"({{"anyOf": [{{"type": "integer", "minimum": 0}}, {}]}})", pattern("[0-9]+"));
      case Form::duration:
        return R"({"$ref": "#/$defs/duration"})";
      case Form::duration_range:
        return R"({"$ref": "#/$defs/duration_range"})";
      case Form::rate:
        return R"({"$ref": "#/$defs/rate"})";
      case Form::map:
        return reference(*field.shape);
      case Form::map_of_maps:
        return fmt::format(
            R"({{"type": "object", "propertyNames": {{"pattern": "^[a-z][a-z0-9_-]*$"}}, "additionalProperties": {}}})",
            reference(*field.shape));
      case Form::map_of_text:
        return R"({"type": "object", "additionalProperties": {"$ref": "#/$defs/scalar"}})";
      case Form::list_of_maps:
        return fmt::format(R"({{"type": "array", "minItems": 1, "items": {}}})", reference(*field.shape));
      case Form::list_of_words:
        return fmt::format(R"({{"type": "array", "items": {{"enum": [{}]}}}})", json_list(field.words));
      case Form::list_of_text:
        return R"({"type": "array", "items": {"$ref": "#/$defs/scalar"}})";
      case Form::statuses:
        return R"({"anyOf": [{"$ref": "#/$defs/status"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/status"}}]})";
      case Form::custom:
        break;
    }
    return std::string(field.schema);
  }

  std::string step_schema() {
    std::vector<std::string> bare, properties;
    for (const StepDescriptor* step : step_registry()) {
      std::string options(step->schema);
      if (step->shape != nullptr) options += (options.empty() ? "" : ", ") + reference(*step->shape);
      if (step->bare) bare.push_back(json_text(step->name));
      properties.push_back(fmt::format(R"({}: {{"description": {}, "anyOf": [{}{}]}})", json_text(step->name),
                                       json_text(step->help), options,
                                       step->bare ? R"(, {"type": "null"})" : ""));
    }
    return fmt::format(
        R"({{"anyOf": [{{"enum": [{}]}}, {{"type": "object", "properties": {{{}}}, "minProperties": 1, "maxProperties": 1, "additionalProperties": false}}]}})",
        joined(bare), joined(properties));
  }

  std::set<const Shape*> known_;
  std::vector<const Shape*> waiting_;
};

}  // namespace

std::string json_schema() { return SchemaWriter().write(); }

}  // namespace cxload::scenario
