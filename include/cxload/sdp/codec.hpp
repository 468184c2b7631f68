/// Codec: what a payload type of an audio stream means (RFC 3551, RFC 8866 6.6).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/sdp/session.hpp>

namespace cxload::sdp {

struct Codec {
  std::string encoding;  ///< "PCMU"; compared without case
  std::uint32_t clock_rate = 8000;
  std::uint32_t channels = 1;
  std::uint8_t payload_type = 0;
  std::string parameters;  ///< of a=fmtp, empty: none

  [[nodiscard]] bool is_telephone_event() const;
  [[nodiscard]] std::string rtpmap() const;  ///< "0 PCMU/8000"
  bool operator==(const Codec&) const = default;
};

/// Same encoding, clock rate and channels; payload type and parameters may differ.
[[nodiscard]] bool is_same_encoding(const Codec& a, const Codec& b);

[[nodiscard]] Codec pcmu();                                            ///< static payload type 0
[[nodiscard]] Codec pcma();                                            ///< static payload type 8
[[nodiscard]] Codec telephone_event(std::uint8_t payload_type = 101);  ///< RFC 4733, 0-16 at 8000

/// The meaning of each format of an RTP stream, in its order; static payload types need no rtpmap (RFC 3264
/// 5.1). Formats without meaning are left out.
[[nodiscard]] std::vector<Codec> codecs_of(const Media& media);
/// Formats, rtpmap and fmtp lines for `codecs`, appended.
void add_codecs(Media& media, const std::vector<Codec>& codecs);

}  // namespace cxload::sdp
