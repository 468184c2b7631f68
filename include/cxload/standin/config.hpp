/// Config: what a stand-in is told, as one JSON document.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/result.hpp>
#include <cxload/net/link.hpp>
#include <cxload/sip/digest.hpp>
#include <cxload/standin/web_settings.hpp>

namespace cxload::standin {

/// A SIP user. An empty password: nobody asks this user for one.
struct Account {
  std::string user;
  std::string password;
  std::string cli = {};  ///< who it may call as, beside itself; empty: nobody
};

/// One rule to break: everywhere, at one door, for one account (the user in From), or both.
struct DefectSwitch {
  std::string id;
  std::optional<net::Scheme> door = {};
  std::optional<std::string> account = {};
};

/// A gateway that does not register, reached over UDP: by its address in the Request-URI, and by numbers.
/// What comes from there is not challenged.
struct TrunkRoute {
  net::Endpoint trunk;
  std::string prefix;  ///< of numbers that go there; empty: none
};

enum class DnsAnswers : std::uint8_t {
  normal,
  silent,    ///< none at all
  nxdomain,  ///< there is no such name, whatever is asked
  servfail,
  truncated  ///< over UDP nothing but "ask over TCP"; there the answer is whole
};

/// The stand-in's own name server: on `listen`, UDP and TCP.
struct DnsSettings {
  DnsAnswers answers = DnsAnswers::normal;
  /// Beside those that lead to the doors by the domain's name; see record_fault().
  std::vector<std::string> records;
  std::uint16_t port = 0;  ///< 0: the system chooses
};

struct Config {
  std::string domain = "standin.test";
  std::vector<Account> accounts;
  std::vector<DefectSwitch> defects;
  Duration latency{};             ///< every SIP response waits so long
  std::uint64_t calls_per_s = 0;  ///< calls beyond so many in any second are answered 503; 0: no limit
  std::string listen = "127.0.0.1";
  std::map<net::Scheme, std::uint16_t> ports;  ///< a door not named here takes a port the system chooses
  bool challenge_invite = true;                ///< 407 before whatever is relayed or answered by a number
  /// Challenges in this order; clients that read only the first one (SIP.js) know only MD5.
  std::vector<sip::DigestAlgorithm> algorithms = {sip::DigestAlgorithm::md5, sip::DigestAlgorithm::sha256};
  bool protects_bodies = false;  ///< its challenges offer qop auth-int only (RFC 7616 3.4.3)
  Duration nonce_lifetime = std::chrono::minutes(5);
  Duration min_expires = std::chrono::seconds(60);
  Duration default_expires = std::chrono::hours(1);
  Duration max_expires = std::chrono::hours(1);
  std::size_t max_contacts = 10;                  ///< of one user
  Duration reap_after = std::chrono::minutes(1);  ///< what the defect ws.reap_early calls idle
  std::vector<std::string> service_route;         ///< of every 200 to a REGISTER (RFC 3608)
  std::vector<TrunkRoute> trunks;
  bool relays_media = false;       ///< calls between users talk through it: WebRTC and plain RTP meet there
  bool takes_clear_media = true;   ///< audio without DTLS-SRTP by WebSocket, too; else 488
  bool ice_lite = false;           ///< its media ports are ICE-lite
  std::optional<DnsSettings> dns;  ///< none: no name server
  WebSettings web;
};

/// {"domain", "accounts": [{"user","password","cli"}], "defects": [id | {"id","door","account"}],
/// "latency_ms", "calls_per_s", "listen", "ports": {"udp": 5060, …}, "challenge_invite", "algorithms":
/// ["MD5", …], "protects_bodies": false, "nonce_lifetime_s", "min_expires_s", "default_expires_s",
/// "max_expires_s", "max_contacts", "reap_after_s", "relays_media": false, "clear_media": true, "ice_lite":
/// false, "service_route": [route, …], "trunks":
/// [{"address": "127.0.0.1:6060", "prefix": "+44"}], "dns": true |
/// {"answers": "normal", "records": [line, …], "port"}, "web": true | false | {"host", "port", "plain_port",
/// "admin_port", "admin_token", "app", "database", "brand": {…}, "rows": {table: [row, …]},
/// "max_auth_failures", "ban_s", "login_delay_ms", "voicemail_after_ms", "push_ca"}}; all may be left out.
/// Failure: local.standin, one sentence for the first fault; unknown keys and defect ids are faults.
[[nodiscard]] Outcome<Config> parse_config(std::string_view json);

/// What is wrong with a record of the name server, in one sentence: "NAME [TTL] [IN] TYPE DATA" with A, AAAA,
/// CNAME, SRV or NAPTR; {udp} {tcp} {tls} {ws} {wss} stand for the doors' ports. Own records of a name and
/// type replace those that the stand-in makes of its doors.
[[nodiscard]] std::optional<std::string> record_fault(std::string_view line);

}  // namespace cxload::standin
