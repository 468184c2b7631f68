/// How TURN's messages stand on the wire: ChannelData, and both kinds one after the other on a stream.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <cxload/stun/types.hpp>

namespace cxload::turn {

inline constexpr std::uint16_t first_channel = 0x4000, last_channel = 0x4FFF;
inline constexpr std::size_t channel_header = 4;
/// Nothing that media needs is longer; what is longer on a stream is passed over.
inline constexpr std::size_t largest_message = 4096;

/// RFC 8656 12.4.
struct ChannelData {
  std::uint16_t channel = 0;
  stun::Bytes data;  ///< within the bytes it was read from
};
/// A whole one; octets behind it are padding. Nothing when it is none, or shorter than it says.
[[nodiscard]] std::optional<ChannelData> read_channel_data(stun::Bytes message);
/// At the start of `out`; on a stream filled up to a multiple of four. Empty: it does not fit.
[[nodiscard]] stun::Bytes write_channel_data(std::span<std::byte> out, const ChannelData& message,
                                             bool is_padded);

/// Cuts a stream into STUN messages and ChannelData (RFC 8656 12.5). Threads: none.
class StreamReader {
 public:
  using Each = std::function<void(stun::Bytes message)>;
  /// `each` sees the whole messages in order; it must not call back. False: this is no TURN, and nothing
  /// behind it can be found any more.
  [[nodiscard]] bool read(stun::Bytes received, const Each& each);
  [[nodiscard]] std::uint64_t passed_over() const { return passed_over_; }  ///< too long

 private:
  std::vector<std::byte> begun_;  ///< of a message that is not whole yet
  std::size_t to_skip_ = 0;
  std::uint64_t passed_over_ = 0;
  bool is_broken_ = false;
};

}  // namespace cxload::turn
