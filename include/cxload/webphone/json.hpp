/// Json: a JSON value as plain data, bounded while it is read. The parser stays in its source.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <cxload/base/result.hpp>

namespace cxload::webphone {

/// What a portal may send before it is refused: http.json_limit. A body is a screen of data, not a database.
struct JsonLimits {
  std::size_t bytes = std::size_t{4} << 20;
  std::size_t depth = 32;
  std::size_t values = 200'000;  ///< all together, members and items
};

/// Threads: none; a value type. Objects keep the order they came in.
class Json {
 public:
  struct Member;
  using List = std::vector<Json>;
  using Object = std::vector<Member>;

  Json() = default;
  Json(std::nullptr_t) {}
  Json(bool value) : value_(value) {}
  Json(int value) : value_(std::int64_t{value}) {}
  Json(std::int64_t value) : value_(value) {}
  Json(double value) : value_(value) {}
  Json(const char* text) : value_(std::string(text)) {}
  Json(std::string_view text) : value_(std::string(text)) {}
  Json(std::string text) : value_(std::move(text)) {}
  Json(List items) : value_(std::move(items)) {}
  Json(Object members) : value_(std::move(members)) {}

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  [[nodiscard]] const bool* if_bool() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const std::string* if_text() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const List* if_list() const { return std::get_if<List>(&value_); }
  [[nodiscard]] const Object* if_object() const { return std::get_if<Object>(&value_); }
  [[nodiscard]] std::optional<std::int64_t> if_integer() const;  ///< also 5.0
  [[nodiscard]] std::optional<double> if_number() const;

  /// Member of an object; null when there is none, or when this is no object.
  [[nodiscard]] const Json* find(std::string_view name) const;
  /// Sets or replaces a member. What is no object becomes one.
  Json& set(std::string_view name, Json value);

  /// A text, number or truth value as a person reads it ("5", "true"); nothing for null, lists and objects.
  [[nodiscard]] std::optional<std::string> scalar_text() const;
  [[nodiscard]] std::string_view type_name() const;  ///< "a text", for sentences
  [[nodiscard]] std::string write() const;           ///< compact JSON

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Object> value_;
};

struct Json::Member {
  std::string name;
  Json value;
};

bool operator==(const Json& a, const Json& b);  ///< order of members does not count

/// Failures: http.json (not JSON), http.json_limit.
[[nodiscard]] Outcome<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

}  // namespace cxload::webphone
