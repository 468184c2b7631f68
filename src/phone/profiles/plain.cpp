// An unremarkable SIP user agent: the RFC's own header order, real addresses, credentials sent once a nonce
// is known.
#include <cxload/phone/profile.hpp>

namespace cxload::phone {

const ClientProfile plain_profile{
    .name = "plain",
    .user_agent = "cxload/" CXLOAD_VERSION,
    .order = ClientProfile::HeaderOrder::rfc3261,
    .max_forwards = 70,
    .allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, INFO, UPDATE",
    .allow_in_register = false,
    .supported_register = "",
    .supported_invite = "",
    .uses_invalid_host = true,
    .adds_rport = true,
    .expires_in = ClientProfile::ExpiresIn::header,
    .is_browser = false,
    .keepalive = std::chrono::seconds(30),
    .has_instance = false,
    .invite_contact_ob = false,
    .needs_contact_expires = false,
    .reuses_nonce = true,
    .refresh_low = 0.8,
    .refresh_high = 0.95,
};

}  // namespace cxload::phone
