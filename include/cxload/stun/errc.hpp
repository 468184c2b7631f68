/// Errc: what can be wrong with a STUN message, read or written.
#pragma once
#include <boost/system/error_code.hpp>

namespace cxload::stun {

enum class Errc {
  not_stun = 1,   ///< first bits, magic cookie or length of a STUN message are missing
  bad_length,     ///< the length in the header is not that of the datagram, or no multiple of four
  bad_attribute,  ///< an attribute ends beyond the message, or its value has a forbidden length
  too_many,       ///< more attributes than a message may have here
  bad_order,      ///< something follows FINGERPRINT
  no_room,        ///< the caller's buffer is too small
};

[[nodiscard]] const boost::system::error_category& stun_category();
[[nodiscard]] inline boost::system::error_code make_error_code(Errc error) {
  return {static_cast<int>(error), stun_category()};
}

}  // namespace cxload::stun

template <>
struct boost::system::is_error_code_enum<cxload::stun::Errc> : std::true_type {};
