/// G.711: one byte a sample at 8 kHz, in the two laws (ITU-T G.711).
#pragma once
#include <cstdint>
#include <span>

namespace cxload::media {

/// Samples are 16-bit linear. Encoding rounds to the nearest value the law has.
[[nodiscard]] std::uint8_t encode_pcmu(std::int16_t sample);
[[nodiscard]] std::int16_t decode_pcmu(std::uint8_t code);
[[nodiscard]] std::uint8_t encode_pcma(std::int16_t sample);
[[nodiscard]] std::int16_t decode_pcma(std::uint8_t code);

}  // namespace cxload::media
