/// ZigZag LEB128-64b9B: the variable-length integers of HdrHistogram's V2 format.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cxload::stats {

/// Seven bits a byte, least first, the top bit saying that more follow; a ninth byte holds eight bits, so no
/// value is longer than nine.
inline void write_zigzag(std::string& out, std::int64_t value) {
  std::uint64_t bits = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
  for (int i = 0; i < 8 && bits >= 0x80; ++i) {
    out += static_cast<char>((bits & 0x7F) | 0x80);
    bits >>= 7;
  }
  out += static_cast<char>(bits);
}

/// Takes one value from the front of `bytes`; nothing when they end in its middle.
[[nodiscard]] inline std::optional<std::int64_t> take_zigzag(std::string_view& bytes) {
  std::uint64_t bits = 0;
  for (int i = 0; i < 9; ++i) {
    if (bytes.empty()) return std::nullopt;
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    const bool is_last = i == 8 || byte < 0x80;
    bits |= std::uint64_t{i == 8 ? byte : byte & 0x7FU} << (7 * i);
    if (is_last) break;
  }
  return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
}

}  // namespace cxload::stats
