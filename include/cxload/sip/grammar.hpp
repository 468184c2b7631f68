/// The characters and small structures that all SIP headers share (RFC 3261 25.1).
#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cxload::sip {

namespace detail {
/// token = 1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~")
constexpr std::array<bool, 256> make_token_table() {
  std::array<bool, 256> table{};
  for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = true;
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = true;
  for (const char c : std::string_view("-.!%*_+`'~")) table[static_cast<unsigned char>(c)] = true;
  return table;
}
inline constexpr auto token_table = make_token_table();
}  // namespace detail

[[nodiscard]] constexpr bool is_token_char(char c) {
  return detail::token_table[static_cast<unsigned char>(c)];
}
[[nodiscard]] constexpr bool is_wsp(char c) { return c == ' ' || c == '\t'; }
[[nodiscard]] bool is_token(std::string_view text);  ///< false for empty text

[[nodiscard]] std::string_view trim_wsp(std::string_view text);

/// Cuts the next element off a comma list; commas in quoted strings and in <> do not separate. The element is
/// trimmed and may be empty; `rest` becomes what stands behind the comma. Nothing when `rest` is at its end.
[[nodiscard]] std::optional<std::string_view> next_list_element(std::optional<std::string_view>& rest);

/// Where the quoted string that begins at `text[at]` ends (one behind the closing quote); npos: never.
[[nodiscard]] std::size_t quoted_end(std::string_view text, std::size_t at);
[[nodiscard]] std::string quote(std::string_view text);    ///< with quotes, `"` and `\` escaped
[[nodiscard]] std::string unquote(std::string_view text);  ///< unchanged when it is not a quoted string

/// %HH undone once; malformed escapes stay (RFC 3261 19.1.2).
[[nodiscard]] std::string unescape(std::string_view text);

}  // namespace cxload::sip
