// JsSIP 3.13 on the wire (F-63).
#include <algorithm>
#include <cmath>

#include <cxload/phone/profile.hpp>

namespace cxload::phone {

namespace {

/// Its Transport: a whole number of seconds, drawn from 1 … 2^n for attempt n, but 2 s at least and 30 s at
/// most; it never gives up.
std::optional<Duration> reconnect_after(unsigned attempt, Random& random) {
  const double bound = std::ldexp(1.0, static_cast<int>(std::min(attempt, 16U)) + 1);
  const double drawn = std::floor(random.unit() * bound + 1);
  return std::chrono::seconds(static_cast<int>(std::clamp(drawn, 2.0, 30.0)));
}

}  // namespace

const ClientProfile jssip_profile{
    .name = "jssip",
    .user_agent = "JsSIP 3.13.8",
    .order = ClientProfile::HeaderOrder::jssip,
    .max_forwards = 69,
    .allow = "INVITE,ACK,CANCEL,BYE,UPDATE,MESSAGE,OPTIONS,REFER,INFO,NOTIFY,SUBSCRIBE",
    .allow_in_register = true,
    .supported_register = "path,gruu,outbound",
    .supported_invite = "timer,gruu,ice,replaces,outbound",
    .understands = "timer,replaces,outbound,gruu,ice,path",
    .session_interval = std::chrono::seconds(90),
    .uses_invalid_host = true,
    .adds_rport = false,
    .expires_in = ClientProfile::ExpiresIn::header,
    .is_browser = true,
    .keepalive = std::chrono::seconds(0),
    .has_instance = true,
    .invite_contact_ob = true,
    .uses_gruu = true,
    .needs_contact_expires = false,
    .reuses_nonce = false,
    .refresh_low = 0.5,
    .refresh_high = 0.95,
    .reconnect_after = reconnect_after,
};

}  // namespace cxload::phone
