// G.722: 64 kbit/s, 16 kHz (ITU-T G.722), by libspandsp. Its RTP clock runs at 8000, by an old mistake that
// stays (RFC 3551 4.5.2).
#include <algorithm>
#include <cstdint>

// g722.h needs what telephony.h defines.
// clang-format off
#include <spandsp/telephony.h>
#include <spandsp/g722.h>
// clang-format on

#include <cxload/media/codec.hpp>

namespace cxload::media {
namespace {

constexpr int bit_rate = 64'000;
constexpr std::uint32_t rate = 16'000;

struct Free {
  void operator()(g722_encode_state_t* state) const { g722_encode_free(state); }
  void operator()(g722_decode_state_t* state) const { g722_decode_free(state); }
};

class WideEncoder final : public Encoder {
 public:
  WideEncoder() : state_(g722_encode_init(nullptr, bit_rate, 0)) {
    if (!state_) throw std::bad_alloc();
  }
  std::size_t encode(std::span<const std::int16_t> frame,
                     std::span<std::byte, largest_payload> out) override {
    const std::size_t samples = std::min(frame.size(), 2 * out.size());  // an octet is two
    const int written = g722_encode(state_.get(), reinterpret_cast<std::uint8_t*>(out.data()), frame.data(),
                                    static_cast<int>(samples));
    return written > 0 ? static_cast<std::size_t>(written) : 0;
  }

 private:
  std::unique_ptr<g722_encode_state_t, Free> state_;
};

class WideDecoder final : public Decoder {
 public:
  WideDecoder() : state_(g722_decode_init(nullptr, bit_rate, 0)) {
    if (!state_) throw std::bad_alloc();
  }
  std::size_t decode(std::span<const std::byte> payload, std::span<std::int16_t, most_samples> out) override {
    const std::size_t size = std::min(payload.size(), out.size() / 2);
    const int samples =
        g722_decode(state_.get(), out.data(), reinterpret_cast<const std::uint8_t*>(payload.data()),
                    static_cast<int>(size));
    return samples > 0 ? static_cast<std::size_t>(samples) : 0;
  }

 private:
  std::unique_ptr<g722_decode_state_t, Free> state_;
};

}  // namespace

extern const Codec g722_codec;
const Codec g722_codec{
    "G722",
    8000,
    1,
    9,
    {},
    rate,
    [](Encoding, const Manner&) -> std::unique_ptr<Encoder> { return std::make_unique<WideEncoder>(); },
    []() -> std::unique_ptr<Decoder> { return std::make_unique<WideDecoder>(); },
    true,
    true};

}  // namespace cxload::media
