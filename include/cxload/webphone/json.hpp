/// Json: a JSON value as plain data, bounded while it is read. The parser stays in its source.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <cxload/base/result.hpp>

namespace cxload::webphone {

/// What a portal may send before it is refused: http.json_limit. A body is a screen of data, not a database.
struct JsonLimits {
  std::size_t bytes = std::size_t{4} << 20;
  std::size_t depth = 32;
  std::size_t values = 200'000;  ///< all together, members and items
  std::size_t members = 5'000;   ///< of one object: it is searched from its front
};

/// Threads: none; a value type. Objects keep the order they came in.
class Json {
 public:
  struct Member;
  using List = std::vector<Json>;
  using Object = std::vector<Member>;

  Json();
  Json(std::nullptr_t);
  Json(bool value);
  Json(int value);
  Json(std::int64_t value);
  Json(double value);
  Json(const char* text);
  Json(std::string_view text);
  Json(std::string text);
  Json(List items);
  Json(Object members);
  Json(const Json&);
  Json(Json&&) noexcept;
  Json& operator=(const Json&);
  Json& operator=(Json&&) noexcept;
  ~Json();

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

// Behind Member: a list of it cannot be made or destroyed before it is known.
inline Json::Json() = default;
inline Json::Json(std::nullptr_t) {}
inline Json::Json(bool value) : value_(value) {}
inline Json::Json(int value) : value_(std::int64_t{value}) {}
inline Json::Json(std::int64_t value) : value_(value) {}
inline Json::Json(double value) : value_(value) {}
inline Json::Json(const char* text) : value_(std::string(text)) {}
inline Json::Json(std::string_view text) : value_(std::string(text)) {}
inline Json::Json(std::string text) : value_(std::move(text)) {}
inline Json::Json(List items) : value_(std::move(items)) {}
inline Json::Json(Object members) : value_(std::move(members)) {}
inline Json::Json(const Json&) = default;
inline Json::Json(Json&&) noexcept = default;
inline Json& Json::operator=(const Json&) = default;
inline Json& Json::operator=(Json&&) noexcept = default;
inline Json::~Json() = default;

bool operator==(const Json& a, const Json& b);  ///< order of members does not count

/// Failures: http.json (not JSON), http.json_limit.
[[nodiscard]] Outcome<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

}  // namespace cxload::webphone
