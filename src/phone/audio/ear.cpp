#include "ear.hpp"

#include <algorithm>

namespace cxload::phone {
namespace {

/// A table look-up an octet, against libopus's hundreds of operations.
bool is_cheap(const media::Codec& codec) { return codec.sample_rate <= 8000; }

}  // namespace

void Ear::listen(bool decodes_all, OnTag on_tag) {
  decodes_all_ = decodes_all;
  on_tag_ = std::move(on_tag);
}

void Ear::take_up(const media::Codec& codec) {
  codec_ = &codec;
  repertoire_ = media::Repertoire::of(codec);
  decoder_.reset();
  finder_.reset();
}

void Ear::on_payload(const media::Codec& codec, std::span<const std::byte> payload, TimePoint arrived) {
  if (!on_tag_) return;
  if (codec_ != &codec) take_up(codec);
  ++heard_.frames;
  const media::Repertoire::Known* known = repertoire_->find(payload);
  std::optional<media::Tone> tone;
  if (decodes_all_ || (known == nullptr && is_cheap(codec))) tone = decode(payload);
  if (known != nullptr) tone = known->tone;
  if (const auto read = reader_.on_frame(tone, arrived)) on_tag_(*read);
}

std::optional<media::Tone> Ear::decode(std::span<const std::byte> payload) {
  if (!decoder_) {
    decoder_ = codec_->make_decoder();
    finder_.emplace(codec_->sample_rate);
  }
  std::array<std::int16_t, media::most_samples> samples;
  const std::size_t count = decoder_->decode(payload, samples);
  if (count == 0) return std::nullopt;
  const std::span<const std::int16_t> frame = std::span(samples).first(count);
  const double level = media::level_of(frame);
  ++heard_.decoded;
  heard_.energy += level * level * static_cast<double>(count) / codec_->sample_rate;
  heard_.loudest = std::max(heard_.loudest, level);
  return finder_->find(frame);
}

}  // namespace cxload::phone
