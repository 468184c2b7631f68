#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <unordered_set>

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

#include <cxload/webphone/json.hpp>

namespace cxload::webphone {
namespace {

namespace json = boost::json;

constexpr std::size_t few_members = 16;

/// Of members with one name the last counts, as in JavaScript.
void drop_repeated(Json::Object& members) {
  if (members.size() < 2) return;
  const auto is_later = [&](std::size_t i) {
    for (std::size_t k = i + 1; k < members.size(); ++k)
      if (members[k].name == members[i].name) return true;
    return false;
  };
  std::unordered_set<std::string> seen;
  Json::Object kept;
  if (members.size() <= few_members) {
    bool any = false;
    for (std::size_t i = 0; i < members.size() && !any; ++i) any = is_later(i);
    if (!any) return;
  }
  for (auto it = members.rbegin(); it != members.rend(); ++it)
    if (seen.insert(it->name).second) kept.push_back(std::move(*it));
  members.assign(std::make_move_iterator(kept.rbegin()), std::make_move_iterator(kept.rend()));
}

/// Builds our value while the text is read, and stops at the limit instead of after it.
class Builder {
 public:
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();

  explicit Builder(const JsonLimits& limits) : most_values_(limits.values), most_members_(limits.members) {}

  [[nodiscard]] bool is_over() const { return is_over_; }
  Json take() { return std::move(root_); }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& error) {
    open_.push_back({true, {}, {}, {}});
    return count(error);
  }
  bool on_object_end(std::size_t, json::error_code&) {
    Frame frame = std::move(open_.back());
    open_.pop_back();
    drop_repeated(frame.members);
    place(Json(std::move(frame.members)));
    return true;
  }
  bool on_array_begin(json::error_code& error) {
    open_.push_back({false, {}, {}, {}});
    return count(error);
  }
  bool on_array_end(std::size_t, json::error_code&) {
    Frame frame = std::move(open_.back());
    open_.pop_back();
    place(Json(std::move(frame.items)));
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return add_text(part); }
  bool on_key(json::string_view part, std::size_t, json::error_code& error) {
    add_text(part);
    open_.back().key = std::exchange(text_, {});
    return open_.back().members.size() < most_members_ || stop(error);
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return add_text(part); }
  bool on_string(json::string_view part, std::size_t, json::error_code& error) {
    add_text(part);
    return put(Json(std::exchange(text_, {})), error);
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t value, json::string_view, json::error_code& error) { return put(value, error); }
  bool on_uint64(std::uint64_t value, json::string_view, json::error_code& error) {
    return put(static_cast<double>(value), error);  // beyond what we count: a size, no id
  }
  /// Boost rounds long numbers to somewhere near; a value that goes back to the portal must be the one that
  /// came.
  bool on_double(double near, json::string_view text, json::error_code& error) {
    double exact = near;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), exact);
    if (status != std::errc() || end != text.data() + text.size()) exact = near;
    if (std::isfinite(exact)) return put(exact, error);
    error = json::error::exponent_overflow;
    return false;
  }
  bool on_bool(bool value, json::error_code& error) { return put(value, error); }
  bool on_null(json::error_code& error) { return put(nullptr, error); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  struct Frame {
    bool is_object;
    std::string key;
    Json::List items;
    Json::Object members;
  };

  bool add_text(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool count(json::error_code& error) { return ++values_ <= most_values_ || stop(error); }
  bool stop(json::error_code& error) {
    is_over_ = true;
    error = json::error::array_too_large;
    return false;
  }
  bool put(Json value, json::error_code& error) {
    place(std::move(value));
    return count(error);
  }
  void place(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_object) {
      open_.back().members.push_back({std::exchange(open_.back().key, {}), std::move(value)});
    } else {
      open_.back().items.push_back(std::move(value));
    }
  }

  std::size_t most_values_, most_members_;
  std::size_t values_ = 0;
  bool is_over_ = false;
  std::string text_;
  std::vector<Frame> open_;
  Json root_;
};

}  // namespace

Outcome<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes)
    return Failure{"http.json_limit", fmt::format("the body has more than {} bytes", limits.bytes)};
  json::parse_options options;
  options.max_depth = limits.depth;
  json::basic_parser<Builder> parser(options, limits);
  json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (parser.handler().is_over())
    return Failure{"http.json_limit",
                   fmt::format("the body holds more than {} values, or an object of more than {}",
                               limits.values, limits.members)};
  if (error == json::error::too_deep)
    return Failure{"http.json_limit", fmt::format("the body is nested deeper than {}", limits.depth)};
  if (error) return Failure{"http.json", fmt::format("the body is not JSON: {}", error.message())};
  if (text.find_first_not_of(" \t\r\n", read) != std::string_view::npos)
    return Failure{"http.json", "the body is not JSON: something stands behind its end"};
  return parser.handler().take();
}

std::optional<std::int64_t> Json::if_integer() const {
  if (const auto* whole = std::get_if<std::int64_t>(&value_)) return *whole;
  const auto* real = std::get_if<double>(&value_);
  constexpr double exact = 9'007'199'254'740'992.0;  // 2^53: beyond, a double is no count any more
  if (real == nullptr || !(std::abs(*real) <= exact) || std::trunc(*real) != *real) return std::nullopt;
  return static_cast<std::int64_t>(*real);
}

std::optional<double> Json::if_number() const {
  if (const auto* whole = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value_)) return *real;
  return std::nullopt;
}

const Json* Json::find(std::string_view name) const {
  const Object* members = if_object();
  if (members == nullptr) return nullptr;
  for (const Member& member : *members)
    if (member.name == name) return &member.value;
  return nullptr;
}

Json& Json::set(std::string_view name, Json value) {
  auto* members = std::get_if<Object>(&value_);
  if (members == nullptr) members = &value_.emplace<Object>();
  for (Member& member : *members) {
    if (member.name != name) continue;
    member.value = std::move(value);
    return *this;
  }
  members->push_back({std::string(name), std::move(value)});
  return *this;
}

namespace {

std::vector<const Json::Member*> by_name(const Json::Object& members) {
  std::vector<const Json::Member*> sorted;
  sorted.reserve(members.size());
  for (const Json::Member& member : members) sorted.push_back(&member);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
  return sorted;
}

bool are_equal(const Json::Object& a, const Json::Object& b) {
  if (a.size() != b.size()) return false;
  const auto is_same = [](const Json::Member* one, const Json::Member* other) {
    return one->name == other->name && one->value == other->value;
  };
  const auto left = by_name(a), right = by_name(b);
  return std::equal(left.begin(), left.end(), right.begin(), is_same);
}

}  // namespace

bool operator==(const Json& a, const Json& b) {
  if (const auto left = a.if_number(), right = b.if_number(); left || right) return left == right;
  if (a.type_name() != b.type_name()) return false;
  if (const auto* value = a.if_bool()) return *value == *b.if_bool();
  if (const auto* text = a.if_text()) return *text == *b.if_text();
  if (const auto* items = a.if_list()) return *items == *b.if_list();
  const auto* members = a.if_object();
  return members == nullptr || are_equal(*members, *b.if_object());
}

}  // namespace cxload::webphone
