/// ClientProfile: how a kind of client looks on the wire; data, so that adding one is one file and one line.
#pragma once
#include <chrono>
#include <optional>
#include <span>
#include <string_view>

#include <cxload/base/clock.hpp>
#include <cxload/base/random.hpp>

namespace cxload::phone {

/// Facts of the modelled clients: spec/webphone.md 2.8 and 3.11 (F-62, F-63).
struct ClientProfile {
  enum class HeaderOrder {
    sipjs,   ///< Via, To, From, CSeq, Call-ID, Max-Forwards, …
    jssip,   ///< Via, Max-Forwards, To, From, Call-ID, CSeq, …
    rfc3261  ///< Via, Max-Forwards, From, To, Call-ID, CSeq, … as the RFC's examples
  };
  enum class ExpiresIn { contact, header };

  std::string_view name;
  std::string_view user_agent;
  HeaderOrder order;
  int max_forwards;
  std::string_view allow;
  bool allow_in_register;
  std::string_view supported_register;  ///< empty: no Supported header
  std::string_view supported_invite;
  /// Option tags that an INVITE may require of it (RFC 3261 8.2.2.3), separated by commas; `100rel` among
  /// them: it acknowledges and sends reliable provisional responses (RFC 3262).
  std::string_view understands;
  /// Session timers (RFC 4028): what its INVITEs ask for (zero: nothing), the least it takes, whether less is
  /// refused with 422, and whether it asks again after a 422.
  std::chrono::seconds session_interval{0};
  std::chrono::seconds least_session{90};
  bool refuses_short_sessions = false;
  bool retries_short_sessions = false;
  bool uses_invalid_host;  ///< on ws and wss: sent-by and Contact host `<random>.invalid` (RFC 7118 5)
  bool adds_rport;         ///< rport in Via on ws and wss too (RFC 3581); always on udp
  ExpiresIn expires_in;
  bool is_browser;  ///< sends an Origin header with its WebSocket upgrade (RFC 6455 4.1)
  std::chrono::seconds
      keepalive;           ///< zero: none; CRLFCRLF, on WebSockets a ping (RFC 5626 4.4.1, RFC 6455 5.5.2)
  bool has_instance;       ///< reg-id=1 and +sip.instance in the REGISTER Contact (RFC 5626)
  bool invite_contact_ob;  ///< `;ob` in the INVITE Contact
  bool uses_gruu = false;  ///< Contact of its dialogs: the pub-gruu it was given (RFC 5627 4.4)
  bool uses_service_route = false;  ///< Route of its requests outside dialogs (RFC 3608 6.1)
  bool needs_contact_expires;       ///< refuses a 200 to REGISTER whose Contact lacks `expires`
  bool reuses_nonce;                ///< sends credentials at once where a nonce is known
  bool follows_redirects = false;   ///< of calls; browsers' libraries leave a 3xx to the page, which gives up
  double refresh_low;  ///< share of the granted expiry after which it refreshes, drawn between both
  double refresh_high;
  /// How long it waits after a loss before it tries to register again; `attempt` counts the failed attempts
  /// since then, from 0. Nothing: it gives up.
  std::optional<Duration> (*reconnect_after)(unsigned attempt, Random& random);
};

extern const ClientProfile sipjs_profile;
extern const ClientProfile jssip_profile;
extern const ClientProfile plain_profile;

[[nodiscard]] std::span<const ClientProfile* const> client_profiles();
[[nodiscard]] const ClientProfile* find_client_profile(std::string_view name);

}  // namespace cxload::phone
