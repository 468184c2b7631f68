/// Errc: what can be wrong with a SIP message, one name a fault.
#pragma once
#include <boost/system/error_code.hpp>

namespace cxload::sip {

enum class Errc {
  empty_message = 1,  ///< no bytes but CRLFs: a keep-alive
  malformed_start_line,
  bad_version,             ///< not SIP/2.0: answer 505
  bad_status,              ///< outside 100 … 699
  bad_header,              ///< a line without colon or name, or no empty line behind the last
  missing_header,          ///< one of Via, From, To, Call-ID, CSeq
  repeated_header,         ///< a header that may stand only once
  too_large,               ///< message or one header beyond Limits
  too_many_headers,        ///< beyond Limits
  bad_content_length,      ///< negative, not a number, contradicting another one, or not matching the bytes
  missing_content_length,  ///< on a stream (RFC 3261 18.3)
  short_body,              ///< Content-Length promises more than the datagram holds
  bad_uri,
  bad_name_addr,
  bad_via,
  bad_cseq,
  cseq_mismatch,  ///< method of CSeq is not that of the request
  bad_max_forwards,
  bad_call_id,
  no_dialog,            ///< tag or Contact missing where a dialog needs them
  bad_challenge,        ///< WWW-/Proxy-Authenticate that cannot be read
  no_usable_challenge,  ///< challenges, but none of a scheme, algorithm and qop we speak
  bad_credentials,      ///< Authorization that cannot be read
  truncated_stream,     ///< the stream ended inside a message
};

[[nodiscard]] const boost::system::error_category& sip_category();
[[nodiscard]] inline boost::system::error_code make_error_code(Errc error) {
  return {static_cast<int>(error), sip_category()};
}

/// The status a server answers such a request with: 505, 513 or 400 (RFC 3261 21.4, 21.5).
[[nodiscard]] int status_for(const boost::system::error_code& error);

}  // namespace cxload::sip

template <>
struct boost::system::is_error_code_enum<cxload::sip::Errc> : std::true_type {};
