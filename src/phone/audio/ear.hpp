/// Ear: listens to one stream: the tags in it, and, where it decodes, how loud it is.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include <cxload/media/codec.hpp>
#include <cxload/media/repertoire.hpp>
#include <cxload/media/tag.hpp>
#include <cxload/media/tone_finder.hpp>

namespace cxload::phone {

/// Frames that our phones say are recognised by their octets. Others came through a transcoder, from an
/// encoder of one phone's own, or from somebody else: those of cheap codecs are always decoded, those of Opus
/// where `decodes_all`, and else two seconds in five, so that a tag is heard all the same. Threads: the
/// shard's only.
class Ear {
 public:
  using OnTag = std::function<void(const media::TagReader::Read& read)>;

  void listen(bool decodes_all, OnTag on_tag);
  /// How the far end is asked to speak: its frames are known by that.
  void expect(const media::Manner& manner) { manner_ = manner; }
  /// In order; what is lost is left out.
  void on_payload(const media::Codec& codec, std::span<const std::byte> payload, TimePoint arrived);

  struct Heard {
    std::uint64_t decoded = 0;  ///< pieces of 20 ms
    double energy = 0;          ///< of what was decoded: squared level times seconds, as W3C totalAudioEnergy
    double loudest = 0;         ///< frame: level over full scale
  };
  [[nodiscard]] const Heard& heard() const { return heard_; }

 private:
  void hear_frame(std::optional<media::Tone> tone, TimePoint arrived);
  void decode(std::span<const std::byte> payload, const media::Repertoire::Known* known, TimePoint arrived);
  [[nodiscard]] bool is_worth_decoding(bool is_known, TimePoint arrived);
  void take_up(const media::Codec& codec);

  bool decodes_all_ = false;
  OnTag on_tag_;
  media::Manner manner_;
  std::optional<TimePoint> unknown_since_;  ///< what comes is not what phones of ours share
  media::TagReader reader_;
  const media::Codec* codec_ = nullptr;
  std::shared_ptr<const media::Repertoire> repertoire_;
  std::unique_ptr<media::Decoder> decoder_;
  std::optional<media::ToneFinder> finder_;
  Heard heard_;
};

}  // namespace cxload::phone
