#include <cmath>
#include <map>
#include <mutex>
#include <numbers>

#include <cxload/media/script.hpp>
#include <cxload/media/source.hpp>

namespace cxload::media {
namespace {

constexpr double loudness = 8000;
constexpr std::size_t loop_seconds = 10;

}  // namespace

std::vector<std::int16_t> make_tone_samples(Tone tone, std::size_t count, std::uint32_t sample_rate) {
  std::vector<std::int16_t> samples(count);
  const double step = 2 * std::numbers::pi * tone_hertz(tone) / sample_rate;
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<std::int16_t>(std::lround(loudness * std::sin(step * static_cast<double>(i))));
  return samples;
}

Script::Script(std::uint32_t sample_rate, const Sound* sound)
    : frame_samples_(sample_rate / 50), silence_(frame_samples_) {
  speech_ = sound == nullptr ? make_speech(loop_seconds * sample_rate, sample_rate) : sound->at(sample_rate);
  speech_.resize((speech_.size() + frame_samples_ - 1) / frame_samples_ * frame_samples_);
  if (speech_.empty()) speech_ = silence_;
  for (Tone tone = 0; tone < tone_count; ++tone)
    tones_[tone] = make_tone_samples(tone, frame_samples_, sample_rate);
}

std::span<const std::int16_t> Script::frame(const std::array<Tone, symbols_per_tag>& tag,
                                            std::size_t index) const {
  const std::size_t place = index % tag_period;
  if (place < frames_per_tag) return tones_[tag[place / frames_per_symbol]];
  const std::size_t frames = speech_.size() / frame_samples_;
  return std::span(speech_).subspan(index % frames * frame_samples_, frame_samples_);
}

std::shared_ptr<const Script> Script::of(std::uint32_t sample_rate,
                                         const std::shared_ptr<const Sound>& sound) {
  static std::mutex mutex;
  // The sound is kept with what was made of it, so that its address stays its name.
  using Kept = std::pair<std::shared_ptr<const Sound>, std::shared_ptr<const Script>>;
  static std::map<std::pair<std::uint32_t, const Sound*>, Kept> kept;
  const std::lock_guard lock(mutex);
  Kept& entry = kept[{sample_rate, sound.get()}];
  if (!entry.second) entry = {sound, std::make_shared<const Script>(sample_rate, sound.get())};
  return entry.second;
}

}  // namespace cxload::media
