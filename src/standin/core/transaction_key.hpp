/// The names of transactions (RFC 3261 17.1.3, 17.2.3).
#pragma once
#include <string>
#include <string_view>

#include <cxload/sip/message.hpp>

#include "flow.hpp"

namespace cxload::standin {

/// `method` stands for that of the request: "INVITE" for the transaction that an ACK or CANCEL means.
[[nodiscard]] std::string server_key(const Flow& flow, const sip::Message& request, std::string_view method);

}  // namespace cxload::standin
