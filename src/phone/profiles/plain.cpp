// An unremarkable SIP user agent: the RFC's own header order, real addresses, credentials sent once a nonce
// is known.
#include <algorithm>
#include <cmath>

#include <cxload/phone/profile.hpp>

namespace cxload::phone {

namespace {

/// RFC 5626 4.5, flow recovery of a user agent whose only flow is gone: half to the whole of
/// min(1800 s, 30 s · 2^failures), drawn anew each time, for ever.
std::optional<Duration> reconnect_after(unsigned attempt, Random& random) {
  const double bound = std::min(1800.0, std::ldexp(30.0, static_cast<int>(std::min(attempt, 16U))));
  return std::chrono::duration_cast<Duration>(
      std::chrono::duration<double>(bound * (0.5 + 0.5 * random.unit())));
}

}  // namespace

const ClientProfile plain_profile{
    .name = "plain",
    .user_agent = "cxload/" CXLOAD_VERSION,
    .order = ClientProfile::HeaderOrder::rfc3261,
    .max_forwards = 70,
    .allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, INFO, UPDATE, REFER, NOTIFY, PRACK",
    .allow_in_register = false,
    .supported_register = "",
    .supported_invite = "100rel, replaces, timer",
    .understands = "100rel,replaces,timer",
    .refuses_short_sessions = true,
    .retries_short_sessions = true,
    .uses_invalid_host = true,
    .adds_rport = true,
    .expires_in = ClientProfile::ExpiresIn::header,
    .is_browser = false,
    .keepalive = std::chrono::seconds(30),
    .has_instance = false,
    .invite_contact_ob = false,
    .uses_service_route = true,
    .needs_contact_expires = false,
    .reuses_nonce = true,
    .follows_redirects = true,
    .refresh_low = 0.8,
    .refresh_high = 0.95,
    .reconnect_after = reconnect_after,
};

}  // namespace cxload::phone
