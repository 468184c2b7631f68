/// Small text helpers shared by parsers and writers. ASCII rules only, as the protocols want.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxload::text {

[[nodiscard]] bool iequals(std::string_view a, std::string_view b);
[[nodiscard]] bool istarts_with(std::string_view text, std::string_view prefix);
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string_view trim(std::string_view text);  ///< spaces, tabs, CR, LF
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);  ///< pieces trimmed

/// Decimal digits only, the whole text; nothing on overflow, sign or empty text.
[[nodiscard]] std::optional<std::uint64_t> parse_unsigned(std::string_view text);

void append_unsigned(std::string& out, std::uint64_t value);  ///< decimal digits

[[nodiscard]] std::string to_hex(std::span<const std::byte> bytes);
[[nodiscard]] std::string to_base64(std::span<const std::byte> bytes);
[[nodiscard]] std::optional<std::vector<std::byte>> from_base64(std::string_view text);

[[nodiscard]] std::string escape_html(std::string_view text);  ///< also quotes; for XML attributes too
/// Makes bytes of a peer printable: control characters and invalid UTF-8 become \xNN, at most `limit` bytes.
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 4096);

/// Bytes from the start that are valid UTF-8 (RFC 3629).
[[nodiscard]] std::size_t utf8_prefix(std::string_view text);

/// The nearest of `known` by edit distance, when it is near enough to be what was meant.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 std::span<const std::string_view> known);

}  // namespace cxload::text
