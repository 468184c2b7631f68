/// Source: audio that is encoded once and shared by every call that sends it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <cxload/base/clock.hpp>

namespace cxload::media {

enum class Law : std::uint8_t { pcmu, pcma };

inline constexpr Duration frame_time = std::chrono::milliseconds(20);
inline constexpr std::size_t frame_samples = 160;  ///< 20 ms at 8 kHz

/// A loop of speech-like sound: harmonics of a gliding voice, swelling like syllables, with pauses of noise
/// between phrases. The same in every run. Threads: immutable, share freely.
class Source {
 public:
  /// Made on first use and kept.
  [[nodiscard]] static std::shared_ptr<const Source> speech(Law law);

  [[nodiscard]] std::size_t frame_count() const { return bytes_.size() / frame_samples; }
  /// Any index; the loop begins anew behind its end.
  [[nodiscard]] std::span<const std::byte, frame_samples> frame(std::size_t index) const;

 private:
  explicit Source(std::vector<std::byte> bytes) : bytes_(std::move(bytes)) {}
  std::vector<std::byte> bytes_;
};

/// The linear samples behind Source::speech, for whoever compares what came back.
[[nodiscard]] std::vector<std::int16_t> make_speech(std::size_t samples);

}  // namespace cxload::media
