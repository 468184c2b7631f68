/// Direction: who may send on a stream, and how holding works (RFC 3264 5.1, 6.1, 8.4).
#pragma once
#include <cstdint>
#include <string_view>

#include <cxload/sdp/session.hpp>

namespace cxload::sdp {

enum class Direction : std::uint8_t {
  inactive,
  sendonly,
  recvonly,
  sendrecv
};  ///< bit 0: sends, bit 1: receives

[[nodiscard]] std::string_view to_string(Direction direction);
[[nodiscard]] constexpr bool sends(Direction d) { return (static_cast<unsigned>(d) & 1U) != 0; }
[[nodiscard]] constexpr bool receives(Direction d) { return (static_cast<unsigned>(d) & 2U) != 0; }
/// The same stream as the other side names it.
[[nodiscard]] Direction reversed(Direction direction);
/// What may be answered to `offered` (as the offerer says it) by one who would like `wanted`.
[[nodiscard]] Direction answer_direction(Direction offered, Direction wanted);

/// Of the stream, else of the session, else sendrecv (RFC 8866 6.7).
[[nodiscard]] Direction direction_of(const SessionDescription& session, const Media& media);
void set_direction(Media& media, Direction direction);

}  // namespace cxload::sdp
