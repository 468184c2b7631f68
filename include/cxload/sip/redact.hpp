/// What a trace may show of a message.
#pragma once
#include <string>
#include <string_view>

namespace cxload::sip {

/// The text of a message, whole or broken, with secrets replaced by `…`: digest responses and nonces,
/// credentials of any scheme, headers named like tokens and passwords, passwords in SIP URIs, SDES keys, ICE
/// passwords. User names, realms and nonce counts stay: people need them to find a fault. Linear; never
/// fails. In doubt it hides too much.
[[nodiscard]] std::string redact(std::string_view message);

/// A reason phrase as it may be told: a hostile server can put our own credentials there.
[[nodiscard]] std::string told_reason(std::string_view reason);

}  // namespace cxload::sip
