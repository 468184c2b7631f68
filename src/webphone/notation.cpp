// The notation of fn: name(p1, p2), quotes optional, case without meaning (WP-FN).
#include <array>
#include <optional>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/action.hpp>

namespace cxload::webphone {
namespace {

struct Quotes {
  std::string_view open, close;
};
// The last two are what a word processor makes of the first two.
constexpr std::array<Quotes, 4> quotes{
    {{"'", "'"}, {"\"", "\""}, {"\u2018", "\u2019"}, {"\u201C", "\u201D"}}};

bool is_name(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!is_letter && c != '_' && c != '.' && c != '$' && c != '-') return false;
  }
  return true;
}

/// A quoted parameter ends with the quote that a comma or the end follows: 'Bob's form' holds an apostrophe.
std::optional<std::string> take_quoted(std::string_view& rest, const Quotes& pair) {
  std::string value;
  for (std::size_t at = pair.open.size(); at < rest.size(); ++at) {
    const std::string_view here = rest.substr(at);
    if (here.front() == '\\' && here.size() > 1 &&
        (here[1] == '\\' || here.substr(1).starts_with(pair.close))) {
      value += here[1];
      ++at;
      continue;
    }
    if (here.starts_with(pair.close)) {
      const std::string_view behind = text::trim(here.substr(pair.close.size()));
      if (behind.empty() || behind.front() == ',') {
        rest = behind;
        return value;
      }
    }
    value += here.front();
  }
  return std::nullopt;
}

/// The next parameter; `rest` then begins with a comma or is empty. Nothing: a quote does not close.
std::optional<std::string> take_param(std::string_view& rest) {
  rest = text::trim(rest);
  for (const Quotes& pair : quotes)
    if (rest.starts_with(pair.open)) return take_quoted(rest, pair);
  const std::size_t end = std::min(rest.find(','), rest.size());
  const std::string value(text::trim(rest.substr(0, end)));
  rest.remove_prefix(end);
  return value;
}

}  // namespace

Outcome<Notation> parse_notation(std::string_view text) {
  const auto wrong = [&](std::string_view what) {
    return Failure{"http.action", fmt::format("'{}' is no action: {}", text::printable(text, 100), what)};
  };
  if (text.size() > NotationLimits::bytes) return wrong("it is too long");
  const std::string_view trimmed = text::trim(text);
  const std::size_t open = trimmed.find('(');
  Notation notation{std::string(text::trim(trimmed.substr(0, open))), {}};
  if (!is_name(notation.name)) return wrong("it does not begin with a name");
  if (open == std::string_view::npos) return notation;
  if (trimmed.back() != ')') return wrong("its bracket does not close, or something stands behind it");
  std::string_view rest = text::trim(trimmed.substr(open + 1, trimmed.size() - open - 2));
  while (!rest.empty()) {
    auto param = take_param(rest);
    if (!param) return wrong("a quote does not close");
    if (notation.params.size() == NotationLimits::params) return wrong("it has too many parameters");
    notation.params.push_back(std::move(*param));
    if (rest.empty()) break;
    rest = text::trim(rest.substr(1));
    if (rest.empty()) notation.params.emplace_back();  // a comma promises one more
  }
  return notation;
}

}  // namespace cxload::webphone
