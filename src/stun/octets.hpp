/// Numbers in network byte order.
#pragma once
#include <cstddef>
#include <cstdint>

namespace cxload::stun {

inline std::uint16_t get_u16(const std::byte* at) {
  return static_cast<std::uint16_t>(std::to_integer<unsigned>(at[0]) << 8 | std::to_integer<unsigned>(at[1]));
}
inline std::uint32_t get_u32(const std::byte* at) {
  return static_cast<std::uint32_t>(get_u16(at)) << 16 | get_u16(at + 2);
}
inline std::uint64_t get_u64(const std::byte* at) {
  return static_cast<std::uint64_t>(get_u32(at)) << 32 | get_u32(at + 4);
}
inline void put_u16(std::byte* at, std::uint16_t value) {
  at[0] = static_cast<std::byte>(value >> 8);
  at[1] = static_cast<std::byte>(value & 0xFF);
}
inline void put_u32(std::byte* at, std::uint32_t value) {
  put_u16(at, static_cast<std::uint16_t>(value >> 16));
  put_u16(at + 2, static_cast<std::uint16_t>(value & 0xFFFF));
}
inline void put_u64(std::byte* at, std::uint64_t value) {
  put_u32(at, static_cast<std::uint32_t>(value >> 32));
  put_u32(at + 4, static_cast<std::uint32_t>(value & 0xFFFFFFFF));
}

/// Attribute values are filled up to a multiple of four (RFC 8489 14).
constexpr std::size_t padded(std::size_t length) { return (length + 3) & ~std::size_t{3}; }

}  // namespace cxload::stun
