/// Packet: one RTP packet, read in place and written into a caller's buffer (RFC 3550 5.1, 5.3.1).
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <boost/system/error_code.hpp>

#include <cxload/base/result.hpp>
#include <cxload/rtp/sequence.hpp>

namespace cxload::rtp {

enum class Errc {
  too_short = 1,  ///< less than the header it announces
  bad_version,    ///< not 2
  bad_padding,    ///< count of zero or beyond the payload
  not_rtp,        ///< RTCP under rtcp-mux (RFC 5761 4): payload types 64 … 95
};
[[nodiscard]] const boost::system::error_category& rtp_category();
[[nodiscard]] inline boost::system::error_code make_error_code(Errc error) {
  return {static_cast<int>(error), rtp_category()};
}

inline constexpr std::size_t fixed_header_size = 12;

struct Header {
  std::uint8_t payload_type = 0;  ///< 0 … 127
  bool marker = false;
  SequenceNumber sequence;
  Timestamp timestamp;
  Ssrc ssrc{};
};

/// A view: valid as long as the bytes it was read from.
struct Packet {
  Header header;
  std::span<const std::byte> csrcs;  ///< four bytes each, at most 15
  std::optional<std::uint16_t> extension_profile;
  std::span<const std::byte> extension;  ///< without its own four-byte header
  std::span<const std::byte> payload;    ///< without padding
};

[[nodiscard]] Result<Packet> parse_packet(std::span<const std::byte> bytes);

/// The fixed header alone; the payload follows it.
void write_header(const Header& header, std::span<std::byte, fixed_header_size> out);

/// RFC 7983: does a datagram on a media port look like RTP or RTCP (and not STUN, DTLS or TURN)?
[[nodiscard]] constexpr bool looks_like_rtp(std::span<const std::byte> bytes) {
  return !bytes.empty() && bytes.front() >= std::byte{128} && bytes.front() <= std::byte{191};
}
/// RFC 5761 4: and on a port that both share, like RTCP?
[[nodiscard]] constexpr bool looks_like_rtcp(std::span<const std::byte> bytes) {
  return looks_like_rtp(bytes) && bytes.size() > 1 && bytes[1] >= std::byte{192} &&
         bytes[1] <= std::byte{223};
}

}  // namespace cxload::rtp

template <>
struct boost::system::is_error_code_enum<cxload::rtp::Errc> : std::true_type {};
