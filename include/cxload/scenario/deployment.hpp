/// Deployment: what a scenario aims at, and what its owner allowed.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/net/address_range.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/net/http_message.hpp>
#include <cxload/net/link.hpp>
#include <cxload/net/tls.hpp>
#include <cxload/scenario/values.hpp>
#include <cxload/webphone/site_profile.hpp>

namespace cxload::scenario {

/// A door as a scenario writes it: wss://sip.example.com:443/ws.
struct DoorUrl {
  net::Scheme scheme = net::Scheme::udp;
  std::string host;  ///< without brackets
  std::uint16_t port = 0;
  std::string path = "/";
  bool has_port = false;  ///< said in the URL: then neither NAPTR nor SRV is asked (RFC 3263 4.2)

  [[nodiscard]] std::string to_text() const;
  bool operator==(const DoorUrl&) const = default;
};

[[nodiscard]] Value<DoorUrl> parse_door(std::string_view url);
/// One door, or several of one scheme, not udp, with commas between: a phone that cannot connect takes the
/// next.
[[nodiscard]] Value<std::vector<DoorUrl>> parse_doors(std::string_view list);
/// 192.0.2.1, 192.0.2.1:53, 2001:db8::1, [2001:db8::1]:53
[[nodiscard]] Value<net::Endpoint> parse_name_server(std::string_view text);

enum class Permission { signup, payment, pstn, negative_auth };

/// Agreed with the owner of the deployment; nothing: no limit was agreed.
struct Limits {
  std::optional<std::uint64_t> calls_per_s, concurrent;
  std::optional<std::uint64_t> auth_failures;  ///< the run stops at so many
};

/// The stand-in's own name server; words and records are the stand-in's (standin::Config).
struct StandinDns {
  std::string answers = "normal";
  std::vector<std::string> records;
};

/// Numbers that the stand-in forwards to a trunk over UDP.
struct StandinRoute {
  std::string prefix;
  net::Endpoint trunk;
};

struct StandinSettings {
  std::vector<std::string> defects;
  Duration latency{};
  std::optional<std::uint64_t> calls_per_s;  ///< more in a second are answered 503
  bool relays_media = false;
  bool ice_lite = false;
  std::vector<StandinRoute> routes;
  std::optional<StandinDns> dns;  ///< its doors are then found by the domain's name
  std::string web;                ///< JSON: settings of its web half; empty: the usual ones
};

struct Deployment {
  std::optional<DoorUrl> signalling;      ///< none: the embedded stand-in
  std::vector<DoorUrl> fallbacks;         ///< the rest of a list, in order
  std::optional<net::HttpUrl> web;        ///< the portal; none: the stand-in's, or there is none
  std::vector<net::HttpUrl> further_web;  ///< origins that steps name beside it
  webphone::SiteProfile site = webphone::SiteProfile::standin();
  std::string domain;  ///< empty: the stand-in's own
  net::TlsOptions tls;
  std::map<std::string, std::string> resolve;
  std::optional<net::Endpoint> dns;                 ///< name server; none: the system's
  std::vector<net::AddressRange> expect_addresses;  ///< none: any address will do
  std::string consent;
  std::set<Permission> allow;
  Limits limits;
  StandinSettings standin;

  [[nodiscard]] bool is_embedded() const { return !signalling && !web; }
  /// The address of a host that is known without asking a name server: literal, `resolve`, localhost.
  [[nodiscard]] std::optional<net::Address> known_address(const std::string& host) const;
  /// Somebody else's as far as this scenario can tell: not on this machine.
  [[nodiscard]] bool is_foreign(const std::string& host) const;
};

/// Why nothing may be sent to an address: it is neither loopback nor private, and nobody agreed. To be asked
/// for every address a host resolves to, before the first packet.
[[nodiscard]] std::optional<std::string> refusal(const Deployment& deployment, const net::Address& address);
/// Why a name of the deployment should not have led to this address: `expect_addresses` does not name it.
[[nodiscard]] std::optional<std::string> unexpected(const Deployment& deployment,
                                                    const net::Address& address);

}  // namespace cxload::scenario
