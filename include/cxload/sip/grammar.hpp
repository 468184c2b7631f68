/// The characters and small structures that all SIP headers share (RFC 3261 25.1).
#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cxload::sip {

/// A set of characters as a table: one look-up for each character of a text, whatever the set. (std's
/// find_first_of searches the set anew for each.)
class CharSet {
 public:
  constexpr explicit CharSet(std::string_view members) {
    for (const char c : members) table_[static_cast<unsigned char>(c)] = true;
  }
  /// Letters and digits, and `more`.
  [[nodiscard]] static constexpr CharSet alphanumeric_and(std::string_view more) {
    CharSet set(more);
    for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
      set.table_[static_cast<unsigned char>(c)] = true;
    return set;
  }
  /// Control characters (but DEL), and `more`.
  [[nodiscard]] static constexpr CharSet controls_and(std::string_view more) {
    CharSet set(more);
    for (std::size_t c = 0; c < ' '; ++c) set.table_[c] = true;
    return set;
  }
  [[nodiscard]] constexpr bool has(char c) const { return table_[static_cast<unsigned char>(c)]; }
  [[nodiscard]] constexpr bool has_all(std::string_view text) const {
    for (const char c : text)
      if (!has(c)) return false;
    return true;
  }
  [[nodiscard]] constexpr bool has_any(std::string_view text) const {
    for (const char c : text)
      if (has(c)) return true;
    return false;
  }

 private:
  std::array<bool, 256> table_{};
};

/// token = 1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~")
inline constexpr CharSet token_characters = CharSet::alphanumeric_and("-.!%*_+`'~");

[[nodiscard]] constexpr bool is_token_char(char c) { return token_characters.has(c); }
[[nodiscard]] constexpr bool is_wsp(char c) { return c == ' ' || c == '\t'; }
/// False for empty text.
[[nodiscard]] constexpr bool is_token(std::string_view text) {
  return !text.empty() && token_characters.has_all(text);
}

[[nodiscard]] constexpr std::string_view trim_wsp(std::string_view text) {
  while (!text.empty() && is_wsp(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_wsp(text.back())) text.remove_suffix(1);
  return text;
}

/// Cuts the next element off a comma list; commas in quoted strings and in <> do not separate. The element is
/// trimmed and may be empty; `rest` becomes what stands behind the comma. Nothing when `rest` is at its end.
[[nodiscard]] std::optional<std::string_view> next_list_element(std::optional<std::string_view>& rest);

/// Where the quoted string that begins at `text[at]` ends (one behind the closing quote); npos: never.
[[nodiscard]] std::size_t quoted_end(std::string_view text, std::size_t at);
[[nodiscard]] std::string quote(std::string_view text);    ///< with quotes, `"` and `\` escaped
[[nodiscard]] std::string unquote(std::string_view text);  ///< unchanged when it is not a quoted string

/// %HH undone once; malformed escapes stay (RFC 3261 19.1.2).
[[nodiscard]] std::string unescape(std::string_view text);
/// The value of a header inside a URI: all but unreserved characters as %HH (RFC 3261 25.1, hvalue).
[[nodiscard]] std::string escape_header(std::string_view value);

}  // namespace cxload::sip
