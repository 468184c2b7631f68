/// Numbers of RTP that wrap around, as types of their own (RFC 3550 5.1).
#pragma once
#include <cstdint>

namespace cxload::rtp {

/// Counts packets modulo 2^16.
struct SequenceNumber {
  std::uint16_t value = 0;

  bool operator==(const SequenceNumber&) const = default;
  SequenceNumber& operator++() {
    value = static_cast<std::uint16_t>(value + 1U);
    return *this;
  }
};

/// How far `to` is ahead of `from`: -32768 … 32767, the short way round.
[[nodiscard]] constexpr std::int32_t distance(SequenceNumber from, SequenceNumber to) {
  return static_cast<std::int16_t>(static_cast<std::uint16_t>(to.value - from.value));
}

/// Counts samples of the codec's clock modulo 2^32.
struct Timestamp {
  std::uint32_t value = 0;

  bool operator==(const Timestamp&) const = default;
  [[nodiscard]] constexpr Timestamp plus(std::uint32_t samples) const { return {value + samples}; }
};

[[nodiscard]] constexpr std::int32_t distance(Timestamp from, Timestamp to) {
  return static_cast<std::int32_t>(to.value - from.value);
}

enum class Ssrc : std::uint32_t {};

}  // namespace cxload::rtp
