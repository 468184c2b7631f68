/// What a datagram on a media port is, by its first bytes (RFC 7983, RFC 5761 4).
#pragma once
#include <cxload/stun/types.hpp>

namespace cxload::stun {

enum class Kind { unknown, stun, dtls, turn_channel, rtp, rtcp };

/// By first byte: 0–3 STUN, 20–63 DTLS, 64–79 TURN channel, 128–191 RTP or RTCP.
[[nodiscard]] Kind kind_of(Bytes datagram);
/// Header, magic cookie and length are those of a STUN message.
[[nodiscard]] bool is_stun(Bytes datagram);

}  // namespace cxload::stun
