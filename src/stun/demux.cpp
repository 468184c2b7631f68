// Telling datagrams of one port apart.
#include <cxload/stun/demux.hpp>

#include "octets.hpp"

namespace cxload::stun {

bool is_stun(Bytes datagram) {
  return datagram.size() >= header_size && datagram.front() < std::byte{4} &&
         get_u32(datagram.data() + 4) == magic_cookie &&
         get_u16(datagram.data() + 2) == datagram.size() - header_size;
}

Kind kind_of(Bytes datagram) {
  if (datagram.empty()) return Kind::unknown;
  const auto first = std::to_integer<unsigned>(datagram[0]);
  if (first < 4) return is_stun(datagram) ? Kind::stun : Kind::unknown;
  if (first >= 20 && first <= 63) return Kind::dtls;
  if (first >= 64 && first <= 79) return Kind::turn_channel;
  if (first < 128 || first > 191 || datagram.size() < 2) return Kind::unknown;
  // With rtcp-mux, RTCP's packet types take the place of marker and payload type 64 … 95 (RFC 5761 4).
  const unsigned payload_type = std::to_integer<unsigned>(datagram[1]) & 0x7F;
  return payload_type >= 64 && payload_type <= 95 ? Kind::rtcp : Kind::rtp;
}

}  // namespace cxload::stun
