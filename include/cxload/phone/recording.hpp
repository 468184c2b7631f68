/// Recording: the end of what one leg of a call heard, kept as it came and decoded only for whoever wants the
/// file.
#pragma once
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include <cxload/media/codec.hpp>

namespace cxload::phone {

/// The last minute. Threads: one at a time.
class Recording {
 public:
  static constexpr std::size_t most_frames = 3000;

  explicit Recording(std::string who) : who_(std::move(who)) {}
  /// In order; another codec begins anew.
  void add(const media::Codec& codec, std::span<const std::byte> payload);

  [[nodiscard]] const std::string& who() const { return who_; }  ///< the user of the phone that heard it
  [[nodiscard]] bool is_empty() const { return frames_.empty(); }
  [[nodiscard]] std::uint32_t sample_rate() const { return codec_->sample_rate; }  ///< unless empty
  [[nodiscard]] std::vector<std::int16_t> decode() const;

 private:
  std::string who_;
  const media::Codec* codec_ = nullptr;
  std::deque<std::vector<std::byte>> frames_;
};

}  // namespace cxload::phone
