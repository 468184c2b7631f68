#include "mouth.hpp"

#include <algorithm>

namespace cxload::phone {

void Mouth::speak(const media::Codec& codec, const media::Manner& manner, unsigned frames) {
  frames = std::clamp(frames, 1U, media::most_frames);
  const bool is_same = codec_ == &codec && manner_ == manner && frames_ == frames;
  if (is_same && (repertoire_ || encoder_)) return;
  codec_ = &codec;
  manner_ = manner;
  frames_ = frames;
  repertoire_.reset();
  encoder_.reset();
  if (!encodes_each_ && (frames == 1 || codec.frames_add_up))
    repertoire_ = media::Repertoire::made(codec, sound_, manner);
  // What nobody foresaw is encoded as the call goes: all that a phone says would keep its shard's other calls
  // waiting.
  if (!repertoire_) {
    script_ = media::Script::of(codec.sample_rate, sound_);
    encoder_ = codec.make_encoder(media::Encoding::stream, manner);
  }
  if ((frames > 1 || encoder_) && !payload_)
    payload_ = std::make_unique<std::array<std::byte, media::largest_payload>>();
}

std::span<const std::byte> Mouth::say(std::uint64_t index, bool is_muted) {
  const std::span<const std::byte> payload = encoder_ ? encode(index, is_muted) : share(index, is_muted);
  return manner_.has_dtx && payload.size() <= media::dtx_size ? std::span<const std::byte>() : payload;
}

std::span<const std::byte> Mouth::share(std::uint64_t index, bool is_muted) {
  const auto frame = [&](std::uint64_t i) {
    const auto number = static_cast<std::size_t>(i);
    return is_muted ? repertoire_->silence(number) : repertoire_->frame(tag_, number);
  };
  if (frames_ == 1) return frame(index);
  std::size_t size = 0;
  for (std::uint64_t i = index; i < index + frames_; ++i) {
    const std::span<const std::byte> next = frame(i);
    if (size + next.size() > payload_->size()) break;
    std::copy(next.begin(), next.end(), payload_->begin() + static_cast<std::ptrdiff_t>(size));
    size += next.size();
  }
  return std::span(*payload_).first(size);
}

std::span<const std::byte> Mouth::encode(std::uint64_t index, bool is_muted) {
  std::array<std::int16_t, media::most_samples> samples;
  const std::size_t step = codec_->frame_samples();
  for (unsigned i = 0; i < frames_; ++i) {
    const std::span<const std::int16_t> frame =
        is_muted ? script_->silence() : script_->frame(tag_, static_cast<std::size_t>(index + i));
    std::copy(frame.begin(), frame.end(), samples.begin() + static_cast<std::ptrdiff_t>(i * step));
  }
  const std::size_t size = encoder_->encode(std::span(samples).first(frames_ * step), *payload_);
  return std::span(*payload_).first(size);
}

}  // namespace cxload::phone
