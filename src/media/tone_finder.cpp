// One filter a tone (Goertzel, 1958), and the share of all that sounds which passes it.
#include <algorithm>
#include <cmath>
#include <numbers>

#include <cxload/media/tone_finder.hpp>

namespace cxload::media {
namespace {

constexpr std::uint32_t working_rate = 8000;  // enough for the highest tone, whatever the codec
constexpr double full_scale = 32768;
constexpr double quiet = 0.003;      // -50 dB: nothing is read from less
constexpr double least_share = 0.6;  // of the energy in one tone

double power_at(double coefficient, std::span<const std::int16_t> samples) {
  double before = 0;
  double last = 0;
  for (const std::int16_t sample : samples) {
    const double next = sample + coefficient * last - before;
    before = last;
    last = next;
  }
  return last * last + before * before - coefficient * last * before;
}

double energy_of(std::span<const std::int16_t> samples) {
  double energy = 0;
  for (const std::int16_t sample : samples) energy += static_cast<double>(sample) * sample;
  return energy;
}

}  // namespace

double level_of(std::span<const std::int16_t> samples) {
  if (samples.empty()) return 0;
  return std::sqrt(energy_of(samples) / static_cast<double>(samples.size())) / full_scale;
}

ToneFinder::ToneFinder(std::uint32_t sample_rate) : reduction_(sample_rate / working_rate) {
  const double rate = static_cast<double>(sample_rate) / static_cast<double>(reduction_);
  for (Tone tone = 0; tone < tone_count; ++tone)
    coefficients_[tone] = 2 * std::cos(2 * std::numbers::pi * tone_hertz(tone) / rate);
}

std::optional<Tone> ToneFinder::find(std::span<const std::int16_t> samples) const {
  if (reduction_ == 1) return find_here(samples);
  std::array<std::int16_t, most_samples> reduced;
  const std::size_t count = std::min(samples.size() / reduction_, reduced.size());
  for (std::size_t i = 0; i < count; ++i) {
    int sum = 0;
    for (std::size_t k = 0; k < reduction_; ++k) sum += samples[i * reduction_ + k];
    reduced[i] = static_cast<std::int16_t>(sum / static_cast<int>(reduction_));
  }
  return find_here(std::span(reduced).first(count));
}

std::optional<Tone> ToneFinder::find_here(std::span<const std::int16_t> samples) const {
  const double energy = energy_of(samples);
  const auto count = static_cast<double>(samples.size());
  if (samples.empty() || energy < quiet * quiet * full_scale * full_scale * count) return std::nullopt;
  for (Tone tone = 0; tone < tone_count; ++tone) {
    // Of a pure tone the filter gives energy · count / 2.
    if (2 * power_at(coefficients_[tone], samples) >= least_share * energy * count) return tone;
  }
  return std::nullopt;
}

}  // namespace cxload::media
