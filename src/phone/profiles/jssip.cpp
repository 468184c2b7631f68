// JsSIP 3.13 on the wire (F-63).
#include <cxload/phone/profile.hpp>

namespace cxload::phone {

const ClientProfile jssip_profile{
    .name = "jssip",
    .user_agent = "JsSIP 3.13.8",
    .order = ClientProfile::HeaderOrder::jssip,
    .max_forwards = 69,
    .allow = "INVITE,ACK,CANCEL,BYE,UPDATE,MESSAGE,OPTIONS,REFER,INFO,NOTIFY,SUBSCRIBE",
    .allow_in_register = true,
    .supported_register = "path,gruu,outbound",
    .supported_invite = "gruu,outbound",
    .uses_invalid_host = true,
    .adds_rport = false,
    .expires_in = ClientProfile::ExpiresIn::header,
    .is_browser = true,
    .keepalive = std::chrono::seconds(0),
    .has_instance = true,
    .invite_contact_ob = true,
    .needs_contact_expires = false,
    .reuses_nonce = false,
    .refresh_low = 0.5,
    .refresh_high = 0.95,
};

}  // namespace cxload::phone
