// SIP.js 0.21.2 on the wire (F-62).
#include <cxload/phone/profile.hpp>

namespace cxload::phone {

namespace {

/// Its SessionManager: at once, then every 4 s; three attempts, and the user has to load the page again.
std::optional<Duration> reconnect_after(unsigned attempt, Random&) {
  if (attempt >= 3) return std::nullopt;
  return attempt == 0 ? Duration::zero() : Duration(std::chrono::seconds(4));
}

}  // namespace

const ClientProfile sipjs_profile{
    .name = "sipjs",
    .user_agent = "SIP.js/0.21.2",
    .order = ClientProfile::HeaderOrder::sipjs,
    .max_forwards = 70,
    .allow = "ACK,CANCEL,INVITE,MESSAGE,BYE,OPTIONS,INFO,NOTIFY,REFER",
    .allow_in_register = true,
    .supported_register = "outbound",
    .supported_invite = "outbound",
    .understands = "100rel,outbound,replaces",
    .uses_invalid_host = true,
    .adds_rport = false,
    .expires_in = ClientProfile::ExpiresIn::contact,
    .is_browser = true,
    .keepalive = std::chrono::seconds(0),
    .has_instance = false,
    .invite_contact_ob = true,
    .needs_contact_expires = true,
    .reuses_nonce = false,
    .refresh_low = 0.99,
    .refresh_high = 0.99,
    .reconnect_after = reconnect_after,
};

}  // namespace cxload::phone
