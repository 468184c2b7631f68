/// Tag: who speaks, said in sound: every stream of ours carries one, so that a receiver knows whose call it
/// hears.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <cxload/base/clock.hpp>
#include <cxload/media/codec.hpp>

namespace cxload::media {

/// A symbol is a steady tone of 60 ms: tones 0…16 carry data, the last says that a tag begins. Their
/// frequencies are whole multiples of 50 Hz, so that they stay apart in any 20 ms; none is a tone of DTMF or
/// of a telephone network.
using Tone = std::uint8_t;
inline constexpr Tone tone_count = 18;
inline constexpr Tone begin_tone = 17;
[[nodiscard]] constexpr double tone_hertz(Tone tone) { return 1050 + 100.0 * tone; }

inline constexpr std::size_t frames_per_symbol = 3;
inline constexpr std::size_t symbols_per_tag = 11;  ///< the first begins it, the rest are four bits each
inline constexpr std::size_t frames_per_tag = symbols_per_tag * frames_per_symbol;
/// A tag every 1.32 s: any two seconds hold a whole one.
inline constexpr std::size_t tag_period = 66;  // frames
static_assert((tag_period + frames_per_tag) * frame_time <= std::chrono::seconds(2));

enum class Tag : std::uint32_t {};

/// As sent: with a checksum of eight bits behind it, neighbours always differ.
[[nodiscard]] std::array<Tone, symbols_per_tag> spell(Tag tag);

/// Puts tags together from what each frame of 20 ms sounds like. Threads: none; bounded, reads no clock.
class TagReader {
 public:
  struct Read {
    Tag tag;
    /// When its first frame came; nothing where that one was lost.
    std::optional<TimePoint> begun;
  };
  /// In order of playing; `tone` is nothing for speech, silence and noise. The checksum is right.
  std::optional<Read> on_frame(std::optional<Tone> tone, TimePoint arrived);

 private:
  void begin(TimePoint arrived);

  std::optional<Tone> last_;
  std::size_t count_ = symbols_per_tag;  ///< symbols so far, the first included; all: waits for a beginning
  std::size_t age_ = 0;                  ///< frames since the beginning
  std::size_t begin_frames_ = 0;
  Tone before_ = 0;
  std::uint64_t value_ = 0;
  TimePoint begun_;
};

}  // namespace cxload::media
