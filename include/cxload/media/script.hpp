/// Script: everything that a phone says, as linear samples, for who encodes it himself.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <cxload/media/sound.hpp>
#include <cxload/media/tag.hpp>

namespace cxload::media {

[[nodiscard]] std::vector<std::int16_t> make_tone_samples(Tone tone, std::size_t count,
                                                          std::uint32_t sample_rate);

/// The same words in the same order as a Repertoire has them. Threads: immutable.
class Script {
 public:
  /// Made on first use and kept. A null sound is speech.
  [[nodiscard]] static std::shared_ptr<const Script> of(std::uint32_t sample_rate,
                                                        const std::shared_ptr<const Sound>& sound = {});

  /// Frame `index` of a call whose tag is spelt so.
  [[nodiscard]] std::span<const std::int16_t> frame(const std::array<Tone, symbols_per_tag>& tag,
                                                    std::size_t index) const;
  [[nodiscard]] std::span<const std::int16_t> silence() const { return silence_; }

  Script(std::uint32_t sample_rate, const Sound* sound);

 private:
  std::size_t frame_samples_;
  std::vector<std::int16_t> speech_, silence_;
  std::array<std::vector<std::int16_t>, tone_count> tones_;  ///< whole waves: a frame follows itself
};

}  // namespace cxload::media
