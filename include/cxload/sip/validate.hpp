/// The rules every message keeps beyond mere syntax (RFC 3261 8.1.1, 8.2.6): apart from parsing, so that a
/// server can refuse politely what it could still read.
#pragma once
#include <cxload/base/result.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::sip {

/// Via, From, To, Call-ID and CSeq present, single where they must be, and well formed; CSeq method that of
/// the request; Max-Forwards, when present, up to 255; a Request-URI without brackets or escaped headers.
/// Tags and branch may be missing (RFC 2543 peers). Errors: the Errc of the first rule broken; answer with
/// status_for(). Unknown URI schemes pass: they want a 416, not a 400.
[[nodiscard]] Result<void> validate_request(const Message& request);

/// The same for a response; what fails is discarded.
[[nodiscard]] Result<void> validate_response(const Message& response);

}  // namespace cxload::sip
