/// Reading what a portal sends member by member: what is missing or of another type is empty, never a fault
/// by itself.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/webphone/finding.hpp>
#include <cxload/webphone/json.hpp>

namespace cxload::webphone {

inline constexpr std::size_t most_text_bytes = 65'536;  ///< of one text that is kept

/// A text, number or truth value as text; empty for the rest, and for texts beyond the limit.
[[nodiscard]] std::string text_of(const Json& object, std::string_view name);
/// An integer, also when it was sent as a text of digits.
[[nodiscard]] std::optional<std::int64_t> integer_of(const Json& object, std::string_view name);
/// The same where null, absent, 0 and "" mean "not set".
[[nodiscard]] std::optional<std::int64_t> set_integer_of(const Json& object, std::string_view name);
/// true, 1 or "true".
[[nodiscard]] bool truth_of(const Json& object, std::string_view name);

[[nodiscard]] Failure wrong_shape(std::string_view what, std::string_view expected,
                                  const Json& found);  ///< http.shape
/// Failures: http.shape (no list), http.json_limit (more than `most` items).
[[nodiscard]] Outcome<const Json::List*> list_of(const Json& value, std::string_view what, std::size_t most);

/// Of a list that is read item by item.
struct ListRules {
  std::string_view what;  ///< "the list of buttons"
  std::size_t most;
  std::string_view row;  ///< of an item that is none, which is left out
  Level level = Level::must;
};
/// `read`: Json → Outcome<Item>. Failures: those of list_of().
template <class Item, class Read>
Outcome<std::vector<Item>> read_items(const Json& value, const ListRules& rules, Findings& findings,
                                      const Read& read) {
  const Outcome<const Json::List*> items = list_of(value, rules.what, rules.most);
  if (!items) return items.error();
  std::vector<Item> all;
  for (const Json& json : **items) {
    Outcome<Item> item = read(json);
    if (item)
      all.push_back(std::move(*item));
    else
      findings.add(rules.row, rules.level, item.error().detail);
  }
  return all;
}

/// Why a portal refused: "http.422" with its own words (member `error` or `message`), printable and short.
[[nodiscard]] Failure refusal(int status, std::string_view body, const JsonLimits& limits);

}  // namespace cxload::webphone
