/// Names of STUN's numbers: methods, classes, attributes (RFC 8489, 8656, 8445).
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace cxload::stun {

using Bytes = std::span<const std::byte>;
using TransactionId = std::array<std::byte, 12>;

inline constexpr std::size_t header_size = 20;
inline constexpr std::uint32_t magic_cookie = 0x2112A442;

enum class Method : std::uint16_t {
  binding = 0x001,
  allocate = 0x003,
  refresh = 0x004,
  send = 0x006,
  data = 0x007,
  create_permission = 0x008,
  channel_bind = 0x009,
};

enum class Class : std::uint8_t { request, indication, success, error };

enum class Attr : std::uint16_t {
  mapped_address = 0x0001,
  username = 0x0006,
  message_integrity = 0x0008,
  error_code = 0x0009,
  unknown_attributes = 0x000A,
  channel_number = 0x000C,
  lifetime = 0x000D,
  xor_peer_address = 0x0012,
  data = 0x0013,
  realm = 0x0014,
  nonce = 0x0015,
  xor_relayed_address = 0x0016,
  requested_transport = 0x0019,
  xor_mapped_address = 0x0020,
  priority = 0x0024,
  use_candidate = 0x0025,
  software = 0x8022,
  fingerprint = 0x8028,
  ice_controlled = 0x8029,
  ice_controlling = 0x802A,
};

/// Below 0x8000 an agent must understand what it reads (RFC 8489 14).
[[nodiscard]] constexpr bool is_required(std::uint16_t type) { return type < 0x8000; }
/// One of the names above.
[[nodiscard]] bool is_known(std::uint16_t type);

}  // namespace cxload::stun
