/// Errc: what can be wrong with a session description, or with two that should meet.
#pragma once
#include <boost/system/error_code.hpp>

namespace cxload::sdp {

enum class Errc {
  empty = 1,
  too_large,  ///< bytes or lines beyond Limits
  bad_line,   ///< not `x=value`, or with a NUL
  bad_version,
  bad_origin,
  bad_connection,
  bad_bandwidth,
  bad_timing,
  bad_media,
  missing_line,     ///< one of v, o, s, t
  repeated_line,    ///< v, o or s again
  no_common_codec,  ///< nothing acceptable in the offer: answer 488
  bad_answer,       ///< streams, protocols or formats do not fit the offer (RFC 3264 6)
};

[[nodiscard]] const boost::system::error_category& sdp_category();
[[nodiscard]] inline boost::system::error_code make_error_code(Errc error) {
  return {static_cast<int>(error), sdp_category()};
}

}  // namespace cxload::sdp

template <>
struct boost::system::is_error_code_enum<cxload::sdp::Errc> : std::true_type {};
