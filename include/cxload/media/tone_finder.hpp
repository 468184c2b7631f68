/// ToneFinder: which tone of a tag, if any, 20 ms of linear sound are.
#pragma once
#include <array>
#include <optional>
#include <span>

#include <cxload/media/tag.hpp>

namespace cxload::media {

/// The level of 20 ms: root mean square of the samples over full scale, 0 … 1.
[[nodiscard]] double level_of(std::span<const std::int16_t> samples);

/// Threads: immutable, share freely.
class ToneFinder {
 public:
  explicit ToneFinder(std::uint32_t sample_rate);  ///< 8000 at least
  /// Nothing for speech, silence and two tones at once.
  [[nodiscard]] std::optional<Tone> find(std::span<const std::int16_t> samples) const;

 private:
  [[nodiscard]] std::optional<Tone> find_here(std::span<const std::int16_t> samples) const;

  std::size_t reduction_;  ///< samples made one: tones need no more than 8000 a second
  std::array<double, tone_count> coefficients_;
};

}  // namespace cxload::media
