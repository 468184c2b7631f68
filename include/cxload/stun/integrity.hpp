/// Keys and check sums of STUN messages (RFC 8489 9.2.2, 14.5, 14.7).
#pragma once
#include <array>
#include <string_view>

#include <cxload/stun/types.hpp>

namespace cxload::stun {

inline constexpr std::size_t hmac_size = 20;
using Hmac = std::array<std::byte, hmac_size>;

[[nodiscard]] inline Bytes short_term_key(std::string_view password) {
  return std::as_bytes(std::span(password));
}
/// MD5 of user:realm:password, as TURN servers want it.
[[nodiscard]] std::array<std::byte, 16> long_term_key(std::string_view user, std::string_view realm,
                                                      std::string_view password);
/// HMAC-SHA1 over `message` with the length of its header set to `length`.
[[nodiscard]] Hmac hmac_with_length(Bytes key, Bytes message, std::uint16_t length);
/// CRC-32 of `message` with the length of its header set to `length`, mixed with STUN's own constant.
[[nodiscard]] std::uint32_t fingerprint_with_length(Bytes message, std::uint16_t length);

}  // namespace cxload::stun
