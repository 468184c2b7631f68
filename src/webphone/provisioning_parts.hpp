/// The parts of a provisioning that have rules of their own.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <cxload/webphone/provisioning.hpp>

namespace cxload::webphone {

[[nodiscard]] std::vector<MenuItem> read_menu(const Json& menu, Findings& findings);
[[nodiscard]] Flags read_flags(const Json& flags, Findings& findings);
[[nodiscard]] CodecRules read_codec_rules(const Json& codec, Findings& findings);
[[nodiscard]] std::vector<PaymentMethod> read_payment_methods(const Json& methods, Findings& findings);
/// Failures: http.shape (no object, no username, no wss URL).
[[nodiscard]] Outcome<SipUser> read_sip_user(const Json& value, Findings& findings);

/// Host of a ws or wss URL, lower case; empty: it is none.
[[nodiscard]] std::string host_of(std::string_view url);
[[nodiscard]] bool is_address(std::string_view host);  ///< an IP literal

}  // namespace cxload::webphone
