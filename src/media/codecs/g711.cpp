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

template <std::uint8_t (*encode_sample)(std::int16_t)>
std::unique_ptr<Encoder> make_encoder(Encoding, const Manner&) {
  return std::make_unique<LawEncoder<encode_sample>>();
}

template <std::int16_t (*decode_octet)(std::uint8_t)>
std::unique_ptr<Decoder> make_decoder() {
  return std::make_unique<LawDecoder<decode_octet>>();
}

}  // namespace

extern const Codec pcmu_codec, pcma_codec;
const Codec pcmu_codec{"PCMU", 8000, 1, 0, {}, 8000, make_encoder<encode_pcmu>, make_decoder<decode_pcmu>};
const Codec pcma_codec{"PCMA", 8000, 1, 8, {}, 8000, make_encoder<encode_pcma>, make_decoder<decode_pcma>};

}  // namespace cxload::media
