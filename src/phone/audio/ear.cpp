#include "ear.hpp"

#include <algorithm>

namespace cxload::phone {
namespace {

// A whole tag is in any two seconds, and one within five is soon enough. Between two tags phones of ours may
// say what is in no repertoire: sounds of files.
constexpr Duration patience = static_cast<std::int64_t>(media::tag_period) * media::frame_time;
constexpr Duration listening = std::chrono::seconds(2), period = std::chrono::seconds(5);

/// A table look-up an octet, or little more, against libopus's hundreds of operations.
bool is_cheap(const media::Codec& codec) { return codec.sample_rate <= 16'000; }

}  // namespace

void Ear::listen(bool decodes_all, OnTag on_tag) {
  decodes_all_ = decodes_all;
  on_tag_ = std::move(on_tag);
}

void Ear::take_up(const media::Codec& codec) {
  codec_ = &codec;
  repertoire_ = media::Repertoire::made(codec, {}, codec.frames_add_up ? media::Manner() : manner_);
  if (!repertoire_) repertoire_ = media::Repertoire::of(codec);
  decoder_.reset();
  finder_.reset();
  unknown_since_.reset();
}

void Ear::on_payload(const media::Codec& codec, std::span<const std::byte> payload, TimePoint arrived) {
  if (!on_tag_) return;
  if (codec_ != &codec) take_up(codec);
  // What adds up is looked at piece by piece.
  const std::size_t piece = codec.frames_add_up ? codec.clock_rate / 50 : payload.size();
  for (std::span<const std::byte> rest = payload; !rest.empty();) {
    const std::span<const std::byte> frame = rest.first(std::min(piece, rest.size()));
    rest = rest.subspan(frame.size());
    const media::Repertoire::Known* known = repertoire_->find(frame);
    if (is_worth_decoding(known != nullptr, arrived))
      decode(frame, known, arrived);
    else
      hear_frame(known == nullptr ? std::nullopt : known->tone, arrived);
  }
}

bool Ear::is_worth_decoding(bool is_known, TimePoint arrived) {
  if (is_known)
    unknown_since_.reset();
  else if (!unknown_since_)
    unknown_since_ = arrived;
  if (decodes_all_) return true;
  if (is_known) return false;
  const Duration age = arrived - *unknown_since_ - patience;
  return is_cheap(*codec_) || (age >= Duration::zero() && age % period < listening);
}

void Ear::hear_frame(std::optional<media::Tone> tone, TimePoint arrived) {
  if (const auto read = reader_.on_frame(tone, arrived)) on_tag_(*read);
}

void Ear::decode(std::span<const std::byte> payload, const media::Repertoire::Known* known,
                 TimePoint arrived) {
  if (!decoder_) {
    decoder_ = codec_->make_decoder();
    finder_.emplace(codec_->sample_rate);
  }
  std::array<std::int16_t, media::most_samples> samples;
  const std::size_t count = decoder_->decode(payload, samples);
  if (count == 0) return hear_frame(known == nullptr ? std::nullopt : known->tone, arrived);
  for (std::span<const std::int16_t> rest = std::span(samples).first(count); !rest.empty();) {
    const std::span<const std::int16_t> frame = rest.first(std::min(codec_->frame_samples(), rest.size()));
    rest = rest.subspan(frame.size());
    const double level = media::level_of(frame);
    ++heard_.decoded;
    heard_.energy += level * level * static_cast<double>(frame.size()) / codec_->sample_rate;
    heard_.loudest = std::max(heard_.loudest, level);
    hear_frame(known == nullptr ? finder_->find(frame) : known->tone, arrived);
  }
}

}  // namespace cxload::phone
