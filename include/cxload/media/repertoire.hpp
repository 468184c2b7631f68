/// Repertoire: everything that a phone of ours says in one codec, encoded once: speech, silence, tones. What
/// comes back unchanged is recognised by its octets, without decoding.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include <cxload/media/codec.hpp>
#include <cxload/media/source.hpp>
#include <cxload/media/tag.hpp>

namespace cxload::media {

/// What a stream sends: speech with the tag of its call in it, every 1.32 s. Threads: immutable.
class Repertoire {
 public:
  /// Made on first use, which takes up to a tenth of a second, and kept. With the sound of a file in place of
  /// speech; a null one is speech. Encoding takes a tenth of its length at most, once.
  [[nodiscard]] static std::shared_ptr<const Repertoire> of(const Codec& codec,
                                                            const std::shared_ptr<const Sound>& sound = {},
                                                            const Manner& manner = {});

  /// The same, when it has been made: for who must not wait. Null when it has not.
  [[nodiscard]] static std::shared_ptr<const Repertoire> made(const Codec& codec,
                                                              const std::shared_ptr<const Sound>& sound = {},
                                                              const Manner& manner = {});

  /// Payload `index` of a call whose tag is spelt so.
  [[nodiscard]] std::span<const std::byte> frame(const std::array<Tone, symbols_per_tag>& tag,
                                                 std::size_t index) const {
    const std::size_t place = index % tag_period;
    if (place >= frames_per_tag) return speech_->frame(index);
    const std::size_t symbol = place / frames_per_symbol;
    return tone(symbol == 0 ? tone_count : tag[symbol - 1], tag[symbol]).frame(place % frames_per_symbol);
  }
  [[nodiscard]] std::span<const std::byte> silence(std::size_t index) const { return silence_->frame(index); }

  struct Known {
    std::optional<Tone> tone;  ///< nothing: speech or silence
    bool is_silence = false;
  };
  /// Null for what phones of ours do not say.
  [[nodiscard]] const Known* find(std::span<const std::byte> payload) const;

  Repertoire(const Codec& codec, const Sound* sound, const Manner& manner);

 private:
  void learn(const Source& source, const Known& known);
  void add_transitions(const Codec& codec);
  /// As it sounds behind `before`, if any.
  [[nodiscard]] const Source& tone(Tone before, Tone tone) const {
    const bool is_first = before == tone_count || transitions_.empty();
    return is_first ? *tones_[tone] : *transitions_[before * std::size_t{tone_count} + tone];
  }

  std::shared_ptr<const Source> speech_, silence_;
  std::array<std::shared_ptr<const Source>, tone_count> tones_;
  std::vector<std::shared_ptr<const Source>>
      transitions_;  ///< of an adaptive codec: a tone behind each other
  std::unordered_map<std::uint64_t, Known> known_;
};

}  // namespace cxload::media
