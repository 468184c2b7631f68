/// Speech-like sound, without any table of recorded speech.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <cxload/base/random.hpp>
#include <cxload/media/g711.hpp>
#include <cxload/media/source.hpp>

namespace cxload::media {
namespace {

constexpr double sample_rate = 8000;
constexpr std::size_t loop_samples = 8000 * 10;
constexpr std::size_t harmonics = 12;

double wave(double hertz, double seconds) { return std::sin(2 * std::numbers::pi * hertz * seconds); }

/// Two formants that wander: which harmonics sound, as in changing vowels.
double formant_gain(double hertz, double seconds) {
  const double first = 500 + 200 * wave(0.7, seconds);
  const double second = 1500 + 500 * wave(0.43, seconds);
  const auto near = [hertz](double centre, double width) {
    const double offset = (hertz - centre) / width;
    return 1 / (1 + offset * offset);
  };
  return near(first, 150) + 0.5 * near(second, 250) + 0.02;
}

/// Syllables of about four a second inside phrases of two seconds with a pause behind each.
double loudness(double seconds) {
  const double phrase = std::fmod(seconds, 2.5);
  if (phrase > 2.0) return 0;
  const double syllable = std::sin(std::numbers::pi * 4 * phrase);
  return syllable * syllable;
}

}  // namespace

std::vector<std::int16_t> make_speech(std::size_t samples) {
  std::vector<std::int16_t> out(samples);
  Random noise(711);
  double phase = 0;
  double pitch = 0;
  std::array<double, harmonics> gains{};
  for (std::size_t i = 0; i < samples; ++i) {
    const double seconds = static_cast<double>(i) / sample_rate;
    if (i % frame_samples == 0) {
      pitch = 140 + 25 * wave(0.31, seconds);
      for (std::size_t k = 0; k < harmonics; ++k)
        gains[k] = formant_gain(static_cast<double>(k + 1) * pitch, seconds);
    }
    phase += 2 * std::numbers::pi * pitch / sample_rate;
    double voice = 0;
    for (std::size_t k = 0; k < harmonics; ++k)
      voice += std::sin(static_cast<double>(k + 1) * phase) * gains[k];
    const double value = 4500 * voice * loudness(seconds) + 60 * (noise.unit() - 0.5);
    out[i] = static_cast<std::int16_t>(std::lround(std::clamp(value, -30'000.0, 30'000.0)));
  }
  return out;
}

std::shared_ptr<const Source> Source::speech(Law law) {
  static const std::array shared = [] {
    std::vector<std::byte> mu_law(loop_samples);
    std::vector<std::byte> a_law(loop_samples);
    const std::vector<std::int16_t> samples = make_speech(loop_samples);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      mu_law[i] = static_cast<std::byte>(encode_pcmu(samples[i]));
      a_law[i] = static_cast<std::byte>(encode_pcma(samples[i]));
    }
    return std::array{std::shared_ptr<const Source>(new Source(std::move(mu_law))),
                      std::shared_ptr<const Source>(new Source(std::move(a_law)))};
  }();
  return shared.at(static_cast<std::size_t>(law));
}

std::span<const std::byte, frame_samples> Source::frame(std::size_t index) const {
  return std::span(bytes_).subspan(index % frame_count() * frame_samples).first<frame_samples>();
}

}  // namespace cxload::media
