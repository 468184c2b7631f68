#include <cxload/media/tag.hpp>

namespace cxload::media {
namespace {

constexpr std::uint32_t data_tones = 17;
/// A frame or two may be lost or smeared, and a resampler adds one.
constexpr std::size_t longest_tag = frames_per_tag + 6;  // frames

/// CRC-8 with the polynomial of ATM (x^8 + x^2 + x + 1), and a start that makes zero no tag of silence.
std::uint8_t checksum(std::uint32_t value) {
  std::uint32_t crc = 0x5A;
  for (int shift = 24; shift >= 0; shift -= 8) {
    crc ^= value >> shift & 0xFF;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x80) != 0 ? (crc << 1 ^ 0x07) & 0xFF : crc << 1;
  }
  return static_cast<std::uint8_t>(crc);
}

}  // namespace

std::array<Tone, symbols_per_tag> spell(Tag tag) {
  const auto value = static_cast<std::uint32_t>(tag);
  const std::uint64_t whole = std::uint64_t{value} << 8 | checksum(value);
  std::array<Tone, symbols_per_tag> tones{};
  tones[0] = begin_tone;
  std::uint32_t tone = 0;
  for (std::size_t i = 1; i < tones.size(); ++i) {
    const auto bits = static_cast<std::uint32_t>(whole >> (4 * (symbols_per_tag - 1 - i)) & 0xF);
    tone = (tone + 1 + bits) % data_tones;  // a step of 1…16: never the same tone twice
    tones[i] = static_cast<Tone>(tone);
  }
  return tones;
}

void TagReader::begin(TimePoint arrived) {
  count_ = 1;
  age_ = 0;
  begin_frames_ = 0;
  before_ = 0;
  value_ = 0;
  begun_ = arrived;
}

std::optional<TagReader::Read> TagReader::on_frame(std::optional<Tone> tone, TimePoint arrived) {
  const bool is_new = tone != last_;
  last_ = tone;
  if (tone == begin_tone) {
    if (is_new && (count_ > 1 || ++age_ > longest_tag)) begin(arrived);
    ++begin_frames_;
    return std::nullopt;
  }
  if (count_ >= symbols_per_tag) return std::nullopt;
  if (++age_ > longest_tag) {
    count_ = symbols_per_tag;
    return std::nullopt;
  }
  if (!tone || !is_new || *tone >= data_tones) return std::nullopt;
  if (count_ > 1 && *tone == before_) return std::nullopt;  // the same symbol, behind a frame that was lost
  const std::uint32_t step = (*tone + data_tones - before_) % data_tones;
  value_ = value_ << 4 | ((step + data_tones - 1) % data_tones & 0xF);
  before_ = *tone;
  if (++count_ < symbols_per_tag) return std::nullopt;
  const auto tag = static_cast<std::uint32_t>(value_ >> 8);
  if (checksum(tag) != (value_ & 0xFF)) return std::nullopt;
  Read read{Tag{tag}, std::nullopt};
  if (begin_frames_ == frames_per_symbol) read.begun = begun_;
  return read;
}

}  // namespace cxload::media
