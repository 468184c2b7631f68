#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>
#include <string_view>
#include <vector>

#include <cxload/media/repertoire.hpp>

namespace cxload::media {
namespace {

constexpr double loudness = 8000;
/// An encoder needs some of a tone before it sounds pure.
constexpr std::size_t lead_in = 5;  // frames

std::vector<std::int16_t> make_tone(Tone tone, const Codec& codec) {
  std::vector<std::int16_t> samples((lead_in + frames_per_symbol) * codec.frame_samples());
  const double step = 2 * std::numbers::pi * tone_hertz(tone) / codec.sample_rate;
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<std::int16_t>(std::lround(loudness * std::sin(step * static_cast<double>(i))));
  return samples;
}

/// The table has a thousand entries: that two of them, or a stranger's frame, share 64 bits is as good as
/// never.
std::uint64_t digest_of(std::span<const std::byte> payload) {
  return std::hash<std::string_view>()({reinterpret_cast<const char*>(payload.data()), payload.size()});
}

}  // namespace

Repertoire::Repertoire(const Codec& codec, const Sound* sound)
    : speech_(sound == nullptr ? Source::speech(codec) : Source::of(*sound, codec)),
      silence_(Source::silence(codec)) {
  learn(*speech_, {});
  learn(*silence_, {std::nullopt, true});
  for (Tone tone = 0; tone < tone_count; ++tone) {
    const Source whole(codec, make_tone(tone, codec), Encoding::pieces);
    tones_[tone] = std::make_shared<const Source>(whole.from(lead_in));
    learn(*tones_[tone], {tone, false});
  }
}

void Repertoire::learn(const Source& source, const Known& known) {
  for (std::size_t i = 0; i < source.frame_count(); ++i)
    known_.insert_or_assign(digest_of(source.frame(i)), known);
}

const Repertoire::Known* Repertoire::find(std::span<const std::byte> payload) const {
  const auto found = known_.find(digest_of(payload));
  return found == known_.end() ? nullptr : &found->second;
}

std::shared_ptr<const Repertoire> Repertoire::of(const Codec& codec) { return of(codec, nullptr); }

std::shared_ptr<const Repertoire> Repertoire::of(const Codec& codec,
                                                 const std::shared_ptr<const Sound>& sound) {
  static std::mutex mutex;
  // The sound is kept with what was made of it, so that its address stays its name.
  using Kept = std::pair<std::shared_ptr<const Sound>, std::shared_ptr<const Repertoire>>;
  static std::map<std::pair<const Codec*, const Sound*>, Kept> kept;
  const std::lock_guard lock(mutex);
  Kept& entry = kept[{&codec, sound.get()}];
  if (!entry.second) entry = {sound, std::make_shared<const Repertoire>(codec, sound.get())};
  return entry.second;
}

}  // namespace cxload::media
