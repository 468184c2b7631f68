/// Source: audio that is encoded once and shared by every call that sends it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <cxload/media/codec.hpp>
#include <cxload/media/sound.hpp>

namespace cxload::media {

/// A loop of speech-like sound: harmonics of a gliding voice, swelling like syllables, with pauses of noise
/// between phrases. The same in every run. Threads: immutable, share freely.
class Source {
 public:
  /// Made on first use, which takes up to a tenth of a second, and kept.
  [[nodiscard]] static std::shared_ptr<const Source> speech(const Codec& codec, const Manner& manner = {});
  [[nodiscard]] static std::shared_ptr<const Source> of(const Sound& sound, const Codec& codec,
                                                        const Manner& manner = {});
  /// A muted microphone.
  [[nodiscard]] static std::shared_ptr<const Source> silence(const Codec& codec, const Manner& manner = {});

  [[nodiscard]] std::size_t frame_count() const { return ends_.size(); }
  /// A payload of 20 ms. Any index; the loop begins anew behind its end.
  [[nodiscard]] std::span<const std::byte> frame(std::size_t index) const;

  [[nodiscard]] Source from(std::size_t first) const;  ///< the rest, from that frame on

  /// Of whole frames at the codec's sample rate.
  Source(const Codec& codec, std::span<const std::int16_t> samples, Encoding encoding = Encoding::stream,
         const Manner& manner = {});

 private:
  Source() = default;

  std::vector<std::byte> bytes_;
  std::vector<std::size_t> ends_;  ///< of each frame in `bytes_`
};

/// The linear samples behind Source::speech, for whoever compares what came back.
[[nodiscard]] std::vector<std::int16_t> make_speech(std::size_t samples, std::uint32_t sample_rate);

}  // namespace cxload::media
