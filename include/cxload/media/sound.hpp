/// Sound: recorded audio as linear samples, read from and written to WAV files (libsndfile, libsamplerate).
#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include <cxload/base/result.hpp>

namespace cxload::media {

/// One channel; files of several are mixed. Threads: immutable, share freely.
class Sound {
 public:
  static constexpr std::uint32_t longest = 300;  ///< seconds

  /// Any format that libsndfile reads. Failure: local.wav, one sentence.
  static Outcome<Sound> read(const std::filesystem::path& file);
  Sound(std::vector<float> samples, std::uint32_t sample_rate)
      : samples_(std::move(samples)), sample_rate_(sample_rate) {}

  [[nodiscard]] double seconds() const { return static_cast<double>(samples_.size()) / sample_rate_; }
  [[nodiscard]] std::vector<std::int16_t> at(std::uint32_t sample_rate) const;  ///< resampled

 private:
  std::vector<float> samples_;  ///< -1 … 1
  std::uint32_t sample_rate_;
};

/// 16 bits, one channel. Failure: local.wav.
Outcome<> write_wav(const std::filesystem::path& file, std::span<const std::int16_t> samples,
                    std::uint32_t sample_rate);

}  // namespace cxload::media
