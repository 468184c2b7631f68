/// Codec: a way to carry speech in RTP: how it is offered, how 20 ms become a payload, and back.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include <cxload/base/clock.hpp>

namespace cxload::media {

inline constexpr Duration frame_time = std::chrono::milliseconds(20);
inline constexpr std::size_t largest_payload = 1275;  ///< of Opus (RFC 6716 3.4)
/// Of a decoded payload: 120 ms at 48 kHz.
inline constexpr std::size_t most_samples = 5760;

/// Threads: one at a time. Encoding and decoding keep state: one object a stream.
class Encoder {
 public:
  virtual ~Encoder() = default;
  /// One frame of Codec::frame_samples linear samples; returns the octets written to `out`.
  virtual std::size_t encode(std::span<const std::int16_t> frame,
                             std::span<std::byte, largest_payload> out) = 0;
};
class Decoder {
 public:
  virtual ~Decoder() = default;
  /// Any payload of a peer, at Codec::sample_rate; returns the samples written, 0 when it cannot be read.
  virtual std::size_t decode(std::span<const std::byte> payload,
                             std::span<std::int16_t, most_samples> out) = 0;
};

/// What an encoder is for: a stream, or pieces that are sent in any order, each to be understood without the
/// one before it.
enum class Encoding : std::uint8_t { stream, pieces };

/// One file a codec, and its line in codec_table.cpp. Threads: immutable.
struct Codec {
  std::string_view name;        ///< of a=rtpmap; compared without case
  std::uint32_t clock_rate;     ///< of RTP timestamps
  std::uint32_t channels;       ///< as a=rtpmap says, whatever is in the stream
  std::uint8_t payload_type;    ///< in our offers
  std::string_view parameters;  ///< a=fmtp of our offers; empty: none
  std::uint32_t sample_rate;    ///< of the linear samples
  std::unique_ptr<Encoder> (*make_encoder)(Encoding);
  std::unique_ptr<Decoder> (*make_decoder)();

  [[nodiscard]] std::size_t frame_samples() const { return sample_rate / 50; }
  [[nodiscard]] std::uint32_t timestamp_step() const { return clock_rate / 50; }  ///< a frame's
};

/// All of them, as a browser would order them.
[[nodiscard]] std::span<const Codec* const> all_codecs();
/// Null when we do not speak it.
[[nodiscard]] const Codec* find_codec(std::string_view name);

}  // namespace cxload::media
