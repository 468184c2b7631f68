/// Where a response goes, and what the top Via of a request gets on its way in (RFC 3261 18.2, RFC 3581).
#pragma once
#include <cxload/sip/message.hpp>

#include "flow.hpp"

namespace cxload::standin {

/// Writes received and rport into the top Via. False: no usable Via, nobody can be answered.
[[nodiscard]] bool stamp_via(sip::Message& request, const Flow& from, bool fills_rport);

/// The flow its response takes: on a connection that very connection (RFC 7118 5), on UDP what the stamped
/// Via says.
[[nodiscard]] Flow reply_flow(const sip::Message& request, const Flow& from);

}  // namespace cxload::standin
