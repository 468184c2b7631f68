#include <array>

#include <cxload/phone/recording.hpp>

namespace cxload::phone {

void Recording::add(const media::Codec& codec, std::span<const std::byte> payload) {
  if (codec_ != &codec) frames_.clear();
  codec_ = &codec;
  if (frames_.size() >= most_frames) frames_.pop_front();
  frames_.emplace_back(payload.begin(), payload.end());
}

std::vector<std::int16_t> Recording::decode() const {
  std::vector<std::int16_t> samples;
  if (frames_.empty()) return samples;
  samples.reserve(frames_.size() * codec_->frame_samples());
  const auto decoder = codec_->make_decoder();
  std::array<std::int16_t, media::most_samples> frame;
  for (const std::vector<std::byte>& payload : frames_) {
    const std::size_t count = decoder->decode(payload, frame);
    samples.insert(samples.end(), frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return samples;
}

}  // namespace cxload::phone
