/// Mouth: the payloads that one stream sends: made of frames that all streams share, or of an encoder of its
/// own.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include <cxload/media/codec.hpp>
#include <cxload/media/repertoire.hpp>
#include <cxload/media/script.hpp>

namespace cxload::phone {

/// Threads: the shard's only.
class Mouth {
 public:
  void use_sound(std::shared_ptr<const media::Sound> sound) { sound_ = std::move(sound); }
  void encode_alone() { encodes_each_ = true; }
  void carry_tag(media::Tag tag) { tag_ = media::spell(tag); }

  /// From now on: so, and so many frames in a packet. What Opus says in packets of several frames is always
  /// encoded for this stream: its frames cannot be joined.
  void speak(const media::Codec& codec, const media::Manner& manner, unsigned frames);
  [[nodiscard]] unsigned frames() const { return frames_; }
  /// The payload that begins with frame `index`; empty when nothing is to be sent. Valid until the next.
  [[nodiscard]] std::span<const std::byte> say(std::uint64_t index, bool is_muted);

 private:
  [[nodiscard]] std::span<const std::byte> share(std::uint64_t index, bool is_muted);
  [[nodiscard]] std::span<const std::byte> encode(std::uint64_t index, bool is_muted);

  std::shared_ptr<const media::Sound> sound_;
  std::array<media::Tone, media::symbols_per_tag> tag_ = media::spell({});
  bool encodes_each_ = false;
  const media::Codec* codec_ = nullptr;
  media::Manner manner_;
  unsigned frames_ = 1;
  std::shared_ptr<const media::Repertoire> repertoire_;  ///< of shared frames
  // Of an encoder of its own.
  std::shared_ptr<const media::Script> script_;
  std::unique_ptr<media::Encoder> encoder_;
  std::unique_ptr<std::array<std::byte, media::largest_payload>> payload_;  ///< of several frames, or encoded
};

}  // namespace cxload::phone
