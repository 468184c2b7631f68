/// Speech-like sound, without any table of recorded speech.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>

#include <cxload/base/random.hpp>
#include <cxload/media/source.hpp>

namespace cxload::media {
namespace {

constexpr std::size_t loop_seconds = 10;
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

/// What was made, by codec and manner.
class Shelf {
 public:
  template <class Make>
  std::shared_ptr<const Source> take(const Codec& codec, const Manner& manner, Make make) {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<const Source>& kept = kept_[{&codec, manner}];
    if (!kept) kept = make(codec, manner);
    return kept;
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<const Codec*, Manner>, std::shared_ptr<const Source>> kept_;
};

}  // namespace

std::vector<std::int16_t> make_speech(std::size_t samples, std::uint32_t sample_rate) {
  std::vector<std::int16_t> out(samples);
  Random noise(711);
  const double rate = sample_rate;
  double phase = 0;
  double pitch = 0;
  std::array<double, harmonics> gains{};
  for (std::size_t i = 0; i < samples; ++i) {
    const double seconds = static_cast<double>(i) / rate;
    if (i % (sample_rate / 50) == 0) {
      pitch = 140 + 25 * wave(0.31, seconds);
      for (std::size_t k = 0; k < harmonics; ++k)
        gains[k] = formant_gain(static_cast<double>(k + 1) * pitch, seconds);
    }
    phase += 2 * std::numbers::pi * pitch / rate;
    double voice = 0;
    for (std::size_t k = 0; k < harmonics; ++k)
      voice += std::sin(static_cast<double>(k + 1) * phase) * gains[k];
    const double value = 4500 * voice * loudness(seconds) + 60 * (noise.unit() - 0.5);
    out[i] = static_cast<std::int16_t>(std::lround(std::clamp(value, -30'000.0, 30'000.0)));
  }
  return out;
}

Source::Source(const Codec& codec, std::span<const std::int16_t> samples, Encoding encoding,
               const Manner& manner) {
  const std::unique_ptr<Encoder> encoder = codec.make_encoder(encoding, manner);
  std::array<std::byte, largest_payload> payload;
  const std::size_t step = codec.frame_samples();
  for (; samples.size() >= step; samples = samples.subspan(step)) {
    const std::size_t size = encoder->encode(samples.first(step), payload);
    bytes_.insert(bytes_.end(), payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size));
    ends_.push_back(bytes_.size());
  }
}

std::span<const std::byte> Source::frame(std::size_t index) const {
  index %= ends_.size();
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::span(bytes_).subspan(begin, ends_[index] - begin);
}

Source Source::from(std::size_t first) const {
  Source rest;
  rest.ends_.reserve(ends_.size() - first);
  for (std::size_t i = first; i < ends_.size(); ++i) {
    const std::span<const std::byte> payload = frame(i);
    rest.bytes_.insert(rest.bytes_.end(), payload.begin(), payload.end());
    rest.ends_.push_back(rest.bytes_.size());
  }
  return rest;
}

std::shared_ptr<const Source> Source::speech(const Codec& codec, const Manner& manner) {
  static Shelf shelf;
  return shelf.take(codec, manner, [](const Codec& c, const Manner& m) {
    const auto samples = make_speech(loop_seconds * c.sample_rate, c.sample_rate);
    return std::make_shared<const Source>(c, samples, Encoding::stream, m);
  });
}

std::shared_ptr<const Source> Source::of(const Sound& sound, const Codec& codec, const Manner& manner) {
  std::vector<std::int16_t> samples = sound.at(codec.sample_rate);
  // A loop of whole frames, one at least.
  samples.resize((samples.size() / codec.frame_samples() + 1) * codec.frame_samples());
  return std::make_shared<const Source>(codec, samples, Encoding::stream, manner);
}

std::shared_ptr<const Source> Source::silence(const Codec& codec, const Manner& manner) {
  static Shelf shelf;
  return shelf.take(codec, manner, [](const Codec& c, const Manner& m) {
    // Opus needs some to become quiet, and more to fall silent.
    const std::vector<std::int16_t> nothing((m.has_dtx ? 500 : 50) * c.frame_samples());
    return std::make_shared<const Source>(c, nothing, Encoding::stream, m);
  });
}

}  // namespace cxload::media
