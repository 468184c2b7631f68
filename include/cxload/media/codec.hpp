/// Codec: a way to carry speech in RTP: how it is offered, how 20 ms become a payload, and back.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include <cxload/base/clock.hpp>
#include <cxload/media/manner.hpp>

namespace cxload::media {

inline constexpr Duration frame_time = std::chrono::milliseconds(20);
inline constexpr unsigned most_frames = 3;  ///< that we put in a packet
inline constexpr std::size_t dtx_size = 2;  ///< octets of a frame that need not be sent (RFC 7587 3.1.3)
inline constexpr std::size_t largest_payload = 1275;  ///< of Opus (RFC 6716 3.4)
/// Of a decoded payload: 120 ms at 48 kHz.
inline constexpr std::size_t most_samples = 5760;

/// Threads: one at a time. Encoding and decoding keep state: one object a stream.
class Encoder {
 public:
  virtual ~Encoder() = default;
  /// One, two or three frames of Codec::frame_samples linear samples, always as many; returns the octets
  /// written to `out`. At most two of them: silence that need not be sent (DTX).
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
  std::unique_ptr<Encoder> (*make_encoder)(Encoding, const Manner&);
  std::unique_ptr<Decoder> (*make_decoder)();
  bool frames_add_up = true;  ///< payloads one behind the other are a payload too
  bool is_adaptive =
      false;  ///< a frame needs the state that the one before it left: pieces do not fit any other

  /// How a peer with this a=fmtp wants to be spoken to.
  [[nodiscard]] Manner manner_for(std::string_view peers_parameters) const {
    return frames_add_up ? Manner() : read_opus_parameters(peers_parameters);
  }

  [[nodiscard]] std::size_t frame_samples() const { return sample_rate / 50; }
  [[nodiscard]] std::uint32_t timestamp_step() const { return clock_rate / 50; }  ///< a frame's
};

/// All of them, as a browser would order them.
[[nodiscard]] std::span<const Codec* const> all_codecs();
/// Null when we do not speak it.
[[nodiscard]] const Codec* find_codec(std::string_view name);

}  // namespace cxload::media
