// PCMU and PCMA: 64 kbit/s, an octet a sample (RFC 3551 4.5.14).
#include <algorithm>

#include <cxload/media/codec.hpp>
#include <cxload/media/g711.hpp>

namespace cxload::media {
namespace {

template <std::uint8_t (*encode_sample)(std::int16_t)>
class LawEncoder final : public Encoder {
 public:
  std::size_t encode(std::span<const std::int16_t> frame,
                     std::span<std::byte, largest_payload> out) override {
    const std::size_t count = std::min(frame.size(), out.size());
    for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<std::byte>(encode_sample(frame[i]));
    return count;
  }
};

template <std::int16_t (*decode_octet)(std::uint8_t)>
class LawDecoder final : public Decoder {
 public:
  std::size_t decode(std::span<const std::byte> payload, std::span<std::int16_t, most_samples> out) override {
    const std::size_t count = std::min(payload.size(), out.size());
    for (std::size_t i = 0; i < count; ++i) out[i] = decode_octet(std::to_integer<std::uint8_t>(payload[i]));
    return count;
  }
};

template <class Made, class Base>
std::unique_ptr<Base> make() {
  return std::make_unique<Made>();
}

}  // namespace

extern const Codec pcmu_codec, pcma_codec;
const Codec pcmu_codec{"PCMU",
                       8000,
                       1,
                       0,
                       {},
                       8000,
                       make<LawEncoder<encode_pcmu>, Encoder>,
                       make<LawDecoder<decode_pcmu>, Decoder>};
const Codec pcma_codec{"PCMA",
                       8000,
                       1,
                       8,
                       {},
                       8000,
                       make<LawEncoder<encode_pcma>, Encoder>,
                       make<LawDecoder<decode_pcma>, Decoder>};

}  // namespace cxload::media
