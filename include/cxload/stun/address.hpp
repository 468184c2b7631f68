/// TransportAddress: an address and a port as STUN carries them, without sockets.
#pragma once
#include <array>
#include <compare>
#include <cstdint>

namespace cxload::stun {

/// IPv4 stands mapped (::ffff:a.b.c.d), the same form as net::Endpoint has.
struct TransportAddress {
  std::array<std::uint8_t, 16> bytes{};
  std::uint16_t port = 0;

  [[nodiscard]] static constexpr TransportAddress v4(std::array<std::uint8_t, 4> host, std::uint16_t port) {
    return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, host[0], host[1], host[2], host[3]}, port};
  }
  [[nodiscard]] constexpr bool is_v4() const {
    for (std::size_t i = 0; i < 10; ++i)
      if (bytes[i] != 0) return false;
    return bytes[10] == 0xFF && bytes[11] == 0xFF;
  }
  auto operator<=>(const TransportAddress&) const = default;
};

}  // namespace cxload::stun
