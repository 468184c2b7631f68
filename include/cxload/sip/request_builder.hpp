/// Requests that follow from another message: CANCEL, and both kinds of ACK.
#pragma once
#include <string_view>

#include <cxload/sip/dialog.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::sip {

/// RFC 3261 9.1: Request-URI, top Via, Route, From, To, Call-ID and CSeq number of `invite`. Send it only
/// after a provisional response came.
[[nodiscard]] Message make_cancel(const Message& invite);

/// RFC 3261 17.1.1.3: the ACK to a 300-699, all but its To: that comes from the response.
[[nodiscard]] Message make_ack_draft(const Message& invite);

/// RFC 3261 13.2.2.4: the ACK to a 2xx, from Dialog::ack_for. `via` is whole, with a fresh branch.
/// Credentials of the INVITE are the caller's to add.
[[nodiscard]] Message make_ack_2xx(const DialogId& dialog, const Dialog::RequestParts& parts,
                                   std::string_view via);

}  // namespace cxload::sip
