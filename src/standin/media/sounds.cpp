// What numbers say: made once a codec, because encoding it costs more than a call.
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <vector>

#include "speakers.hpp"

namespace cxload::standin {
namespace {

constexpr double full_scale = 8000;

/// `level` of the second `at`, from -1 to 1.
using Wave = double (*)(double at);

/// A stand-in has one thread.
std::shared_ptr<const media::Source> encode(const media::Codec& codec, double seconds, Wave wave) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(seconds * codec.sample_rate));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double at = static_cast<double>(i) / codec.sample_rate;
    samples[i] = static_cast<std::int16_t>(std::lround(full_scale * wave(at)));
  }
  return std::make_shared<const media::Source>(codec, samples);
}

double sine(double hertz, double at) { return std::sin(2 * std::numbers::pi * hertz * at); }

/// C, A minor, F and G, half a second each; every chord swells and fades, so that it begins and ends at rest.
double music(double at) {
  constexpr double length = 0.5;
  constexpr std::array<std::array<double, 3>, 4> chords = {{{261.63, 329.63, 392.00},
                                                            {220.00, 261.63, 329.63},
                                                            {174.61, 220.00, 261.63},
                                                            {196.00, 246.94, 293.66}}};
  const auto chord = static_cast<std::size_t>(at / length);
  double sum = 0;
  for (const double hertz : chords[chord % chords.size()]) sum += sine(hertz, at);
  return sum / 3 * std::sin(std::numbers::pi * std::fmod(at, length) / length);
}

}  // namespace

std::shared_ptr<const media::Source> tone_in(const media::Codec& codec) {
  thread_local std::map<const media::Codec*, std::shared_ptr<const media::Source>> made;
  std::shared_ptr<const media::Source>& tone = made[&codec];
  if (!tone) tone = encode(codec, 1, [](double at) { return sine(1000, at); });
  return tone;
}

std::shared_ptr<const media::Source> music_in(const media::Codec& codec) {
  thread_local std::map<const media::Codec*, std::shared_ptr<const media::Source>> made;
  std::shared_ptr<const media::Source>& chords = made[&codec];
  if (!chords) chords = encode(codec, 2, &music);
  return chords;
}

}  // namespace cxload::standin
