/// Hashes with a key, and texts made of bytes for URLs and tokens.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxload::standin::web {

[[nodiscard]] std::vector<std::byte> hmac_sha256(std::string_view key, std::string_view data);
[[nodiscard]] std::string to_base64url(std::span<const std::byte> bytes);  ///< no padding (RFC 7515)
[[nodiscard]] std::string to_base64url(std::string_view text);
[[nodiscard]] std::vector<std::byte> from_base64url(std::string_view text);  ///< empty: broken
/// Takes as long for any two texts of these lengths.
[[nodiscard]] bool is_same_secret(std::string_view a, std::string_view b);

}  // namespace cxload::standin::web
