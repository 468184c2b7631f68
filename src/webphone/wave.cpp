// How long a RIFF/WAVE file is, by its own header.
#include <cstring>
#include <string_view>

#include <cxload/webphone/voicemail.hpp>

namespace cxload::webphone {
namespace {

std::uint32_t little_endian(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value |= std::to_integer<std::uint32_t>(bytes[at + i]) << (8 * i);
  return value;
}

bool has_tag(std::span<const std::byte> bytes, std::size_t at, std::string_view tag) {
  return bytes.size() >= at + 4 && std::memcmp(bytes.data() + at, tag.data(), 4) == 0;
}

}  // namespace

Outcome<Seconds> wave_length(std::span<const std::byte> file) {
  constexpr std::size_t head = 12, chunk_head = 8, byte_rate_at = 8, least_format = 16;
  if (!has_tag(file, 0, "RIFF") || !has_tag(file, 8, "WAVE"))
    return Failure{"http.audio", "the audio is no WAVE file"};
  std::uint32_t bytes_per_second = 0;
  for (std::size_t at = head; file.size() - at >= chunk_head;) {
    const std::size_t size = little_endian(file, at + 4), left = file.size() - at - chunk_head;
    const bool is_data = has_tag(file, at, "data");
    if (size > left) return Failure{"http.audio", "the audio is cut off: its header promises more than came"};
    if (has_tag(file, at, "fmt ") && size >= least_format)
      bytes_per_second = little_endian(file, at + chunk_head + byte_rate_at);
    if (is_data && bytes_per_second == 0)
      return Failure{"http.audio", "the audio does not say how fast it plays"};
    if (is_data) return Seconds(static_cast<double>(size) / bytes_per_second);
    at += chunk_head + std::min(left, size + size % 2);  // chunks are padded to even sizes
  }
  return Failure{"http.audio", "the audio file holds no samples"};
}

}  // namespace cxload::webphone
