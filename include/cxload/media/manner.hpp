/// Manner: how a peer wants to be spoken to in a codec that leaves a choice (RFC 7587 6.1, 7).
#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace cxload::media {

/// Of Opus; other codecs have one manner. Rates are rounded down to a few steps, so that what is encoded once
/// serves many. `stereo` is no matter: speech has one channel, and any decoder takes it.
struct Manner {
  bool has_fec = true;              ///< useinbandfec
  bool has_dtx = false;             ///< usedtx: silence is not sent
  std::uint32_t bit_rate = 0;       ///< maxaveragebitrate, bit/s; 0: as much as we like
  std::uint32_t playback_rate = 0;  ///< maxplaybackrate, Hz; 0: all of it
  auto operator<=>(const Manner&) const = default;
};

/// Of the value of a=fmtp; what it does not say has the default of RFC 7587 6.1, what is malformed too.
[[nodiscard]] Manner read_opus_parameters(std::string_view parameters);
/// What says so in our own descriptions.
[[nodiscard]] std::string write_opus_parameters(const Manner& manner);

}  // namespace cxload::media
