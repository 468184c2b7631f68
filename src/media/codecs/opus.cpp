// Opus (RFC 6716, RFC 7587), by libopus: one channel of speech at 48 kHz, with as much
// forward error correction, bandwidth and silence as the peer wants.
#include <opus/opus.h>

#include <cxload/media/codec.hpp>

namespace cxload::media {
namespace {

constexpr int rate = 48'000;
constexpr int bit_rate = 32'000;  // what browsers use for speech

int bandwidth_of(std::uint32_t playback_rate) {
  if (playback_rate == 0) return OPUS_BANDWIDTH_FULLBAND;
  if (playback_rate >= 24'000) return OPUS_BANDWIDTH_SUPERWIDEBAND;
  if (playback_rate >= 16'000) return OPUS_BANDWIDTH_WIDEBAND;
  return playback_rate >= 12'000 ? OPUS_BANDWIDTH_MEDIUMBAND : OPUS_BANDWIDTH_NARROWBAND;
}

struct Free {
  void operator()(OpusEncoder* encoder) const { opus_encoder_destroy(encoder); }
  void operator()(OpusDecoder* decoder) const { opus_decoder_destroy(decoder); }
};

class VoiceEncoder final : public Encoder {
 public:
  VoiceEncoder(Encoding encoding, const Manner& manner) {
    // The transform codec alone, without prediction, is what comes nearest to frames of their own.
    const bool in_pieces = encoding == Encoding::pieces;
    const int application = in_pieces ? OPUS_APPLICATION_RESTRICTED_LOWDELAY : OPUS_APPLICATION_VOIP;
    int error = OPUS_OK;
    encoder_.reset(opus_encoder_create(rate, 1, application, &error));
    if (error != OPUS_OK) throw std::bad_alloc();  // it has no other reason with these arguments
    const int rate_of_manner = manner.bit_rate == 0 ? bit_rate : static_cast<int>(manner.bit_rate);
    opus_encoder_ctl(encoder_.get(), OPUS_SET_BITRATE(rate_of_manner));
    opus_encoder_ctl(encoder_.get(), OPUS_SET_MAX_BANDWIDTH(bandwidth_of(manner.playback_rate)));
    opus_encoder_ctl(encoder_.get(), OPUS_SET_DTX(manner.has_dtx ? 1 : 0));
    opus_encoder_ctl(encoder_.get(), OPUS_SET_PREDICTION_DISABLED(in_pieces ? 1 : 0));
    opus_encoder_ctl(encoder_.get(), OPUS_SET_INBAND_FEC(manner.has_fec ? 1 : 0));
    opus_encoder_ctl(encoder_.get(), OPUS_SET_PACKET_LOSS_PERC(manner.has_fec ? 5 : 0));
  }
  std::size_t encode(std::span<const std::int16_t> frame,
                     std::span<std::byte, largest_payload> out) override {
    const auto written =
        opus_encode(encoder_.get(), frame.data(), static_cast<int>(frame.size()),
                    reinterpret_cast<unsigned char*>(out.data()), static_cast<opus_int32>(out.size()));
    return written > 0 ? static_cast<std::size_t>(written) : 0;
  }

 private:
  std::unique_ptr<OpusEncoder, Free> encoder_;
};

class VoiceDecoder final : public Decoder {
 public:
  VoiceDecoder() {
    int error = OPUS_OK;
    decoder_.reset(opus_decoder_create(rate, 1, &error));
    if (error != OPUS_OK) throw std::bad_alloc();
  }
  std::size_t decode(std::span<const std::byte> payload, std::span<std::int16_t, most_samples> out) override {
    if (payload.empty()) return 0;  // libopus would invent sound for it
    const int samples =
        opus_decode(decoder_.get(), reinterpret_cast<const unsigned char*>(payload.data()),
                    static_cast<opus_int32>(payload.size()), out.data(), static_cast<int>(out.size()), 0);
    return samples > 0 ? static_cast<std::size_t>(samples) : 0;
  }

 private:
  std::unique_ptr<OpusDecoder, Free> decoder_;
};

}  // namespace

extern const Codec opus_codec;
const Codec opus_codec{"opus",
                       48'000,
                       2,
                       111,
                       "minptime=10;useinbandfec=1",
                       rate,
                       [](Encoding encoding, const Manner& manner) -> std::unique_ptr<Encoder> {
                         return std::make_unique<VoiceEncoder>(encoding, manner);
                       },
                       []() -> std::unique_ptr<Decoder> { return std::make_unique<VoiceDecoder>(); },
                       false};

}  // namespace cxload::media
