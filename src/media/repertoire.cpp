#include <array>
#include <map>
#include <mutex>
#include <string_view>
#include <tuple>
#include <vector>

#include <cxload/media/repertoire.hpp>
#include <cxload/media/script.hpp>

namespace cxload::media {
namespace {

/// An encoder needs some of a tone before it sounds pure.
constexpr std::size_t lead_in = 5;  // frames

/// All that was made. The sound is kept with it, so that its address stays its name.
struct Shelf {
  using Kept = std::pair<std::shared_ptr<const Sound>, std::shared_ptr<const Repertoire>>;
  std::mutex mutex;
  std::map<std::tuple<const Codec*, const Sound*, Manner>, Kept> kept;
};

Shelf& shelf_of_process() {
  static Shelf shelf;
  return shelf;
}

std::vector<std::int16_t> make_tone(Tone tone, const Codec& codec) {
  return make_tone_samples(tone, (lead_in + frames_per_symbol) * codec.frame_samples(), codec.sample_rate);
}

/// The table has a thousand entries: that two of them, or a stranger's frame, share 64 bits is as good as
/// never.
std::uint64_t digest_of(std::span<const std::byte> payload) {
  return std::hash<std::string_view>()({reinterpret_cast<const char*>(payload.data()), payload.size()});
}

}  // namespace

Repertoire::Repertoire(const Codec& codec, const Sound* sound, const Manner& manner)
    : speech_(sound == nullptr ? Source::speech(codec, manner) : Source::of(*sound, codec, manner)),
      silence_(Source::silence(codec, manner)) {
  learn(*speech_, {});
  learn(*silence_, {std::nullopt, true});
  for (Tone tone = 0; tone < tone_count; ++tone) {
    const Source whole(codec, make_tone(tone, codec), Encoding::pieces, manner);
    tones_[tone] = std::make_shared<const Source>(whole.from(lead_in));
    learn(*tones_[tone], {tone, false});
  }
  if (codec.is_adaptive) add_transitions(codec);
}

/// Spliced where its decoder does not expect it, a tone begins with noise that may sound like another one.
void Repertoire::add_transitions(const Codec& codec) {
  transitions_.resize(std::size_t{tone_count} * tone_count);
  for (Tone before = 0; before < tone_count; ++before) {
    const std::vector<std::int16_t> lead = make_tone(before, codec);
    for (Tone tone = 0; tone < tone_count; ++tone) {
      std::vector<std::int16_t> samples = lead;
      const auto behind =
          make_tone_samples(tone, frames_per_symbol * codec.frame_samples(), codec.sample_rate);
      samples.insert(samples.end(), behind.begin(), behind.end());
      const Source whole(codec, samples, Encoding::pieces);
      auto& made = transitions_[before * std::size_t{tone_count} + tone];
      made = std::make_shared<const Source>(whole.from(lead_in + frames_per_symbol));
      learn(*made, {tone, false});
    }
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

std::shared_ptr<const Repertoire> Repertoire::of(const Codec& codec,
                                                 const std::shared_ptr<const Sound>& sound,
                                                 const Manner& manner) {
  if (auto found = made(codec, sound, manner)) return found;
  // Outside the lock, which others take in the middle of a call. Two that make the same keep one of them.
  auto repertoire = std::make_shared<const Repertoire>(codec, sound.get(), manner);
  Shelf& shelf = shelf_of_process();
  const std::lock_guard lock(shelf.mutex);
  return shelf.kept.try_emplace({&codec, sound.get(), manner}, sound, std::move(repertoire))
      .first->second.second;
}

std::shared_ptr<const Repertoire> Repertoire::made(const Codec& codec,
                                                   const std::shared_ptr<const Sound>& sound,
                                                   const Manner& manner) {
  Shelf& shelf = shelf_of_process();
  const std::lock_guard lock(shelf.mutex);
  const auto found = shelf.kept.find({&codec, sound.get(), manner});
  return found == shelf.kept.end() ? nullptr : found->second.second;
}

}  // namespace cxload::media
