#include "shape.hpp"

#include <limits>
#include <utility>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

namespace cxload::webphone {
namespace {

std::string words_of(std::string_view body, const JsonLimits& limits) {
  if (const auto parsed = parse_json(body, limits)) {
    for (const char* name : {"error", "message"})
      if (std::string words = text_of(*parsed, name); !words.empty()) return words;
  }
  return std::string(text::trim(body.substr(0, 200)));
}

}  // namespace

std::string text_of(const Json& object, std::string_view name) {
  const Json* value = object.find(name);
  if (value == nullptr) return {};
  auto text = value->scalar_text();
  if (!text || text->size() > most_text_bytes) return {};
  return std::move(*text);
}

std::optional<std::int64_t> integer_of(const Json& object, std::string_view name) {
  const Json* value = object.find(name);
  if (value == nullptr) return std::nullopt;
  if (const auto whole = value->if_integer()) return whole;
  const auto* text = value->if_text();
  const auto digits = text == nullptr ? std::nullopt : text::parse_unsigned(text::trim(*text));
  if (!digits || *digits > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return std::nullopt;
  return static_cast<std::int64_t>(*digits);
}

std::optional<std::int64_t> set_integer_of(const Json& object, std::string_view name) {
  const auto value = integer_of(object, name);
  return value && *value != 0 ? value : std::nullopt;
}

bool truth_of(const Json& object, std::string_view name) {
  const Json* value = object.find(name);
  if (value == nullptr) return false;
  if (const auto* truth = value->if_bool()) return *truth;
  const auto text = value->scalar_text();
  return text && (*text == "1" || text::iequals(*text, "true"));
}

Failure wrong_shape(std::string_view what, std::string_view expected, const Json& found) {
  return {"http.shape", fmt::format("{} is {}, not {}", what, found.type_name(), expected)};
}

Outcome<const Json::List*> list_of(const Json& value, std::string_view what, std::size_t most) {
  const auto* items = value.if_list();
  if (items == nullptr) return wrong_shape(what, "a list", value);
  if (items->size() > most)
    return Failure{"http.json_limit", fmt::format("{} has more than {} items", what, most)};
  return items;
}

Failure refusal(int status, std::string_view body, const JsonLimits& limits) {
  const std::string words = text::printable(words_of(body, limits), 200);
  if (words.empty()) return {fmt::format("http.{}", status), fmt::format("the portal answered {}", status)};
  return {fmt::format("http.{}", status), fmt::format("the portal answered {}: {}", status, words)};
}

}  // namespace cxload::webphone
