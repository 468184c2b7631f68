/// Words of 32 bits in network order.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

namespace cxload::rtp {

inline std::uint32_t read_word(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < 4; ++i) word = word << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
  return word;
}

inline void write_word(std::span<std::byte> out, std::size_t at, std::uint32_t word) {
  for (std::size_t i = 0; i < 4; ++i) out[at + i] = static_cast<std::byte>(word >> (24 - 8 * i) & 0xFF);
}

}  // namespace cxload::rtp
