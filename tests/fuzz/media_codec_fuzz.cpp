// Any bytes as payloads of every codec, one behind the other into one decoder: nothing is written beyond the
// room, and a count of samples is one that a frame can have.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <cxload/media/codec.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxload::media;
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
  static std::array<std::int16_t, most_samples> samples;
  for (const Codec* codec : all_codecs()) {
    const auto decoder = codec->make_decoder();
    // The first octet says how long the payloads are.
    const std::size_t step = size == 0 ? 1 : 1 + data[0];
    for (std::size_t at = 0; at < size; at += step)
      if (decoder->decode(bytes.subspan(at, std::min(step, size - at)), samples) > most_samples)
        __builtin_trap();
  }
  return 0;
}
