#include "doors.hpp"

#include <cxload/phone/profile.hpp>

#include "group_set.hpp"
#include "standin_process.hpp"

namespace cxload::run {
namespace {

/// RFC 3263 is for SIP's own transports; what opens a WebSocket resolves its host's addresses, no more.
bool can_ask_for_services(net::Scheme scheme) { return !net::is_websocket(scheme); }

/// Its URL as announced; with a name server of its own, by the domain's name as a deployment would be.
Outcome<scenario::DoorUrl> find_standin_door(const scenario::Scenario& scenario, net::Scheme scheme,
                                             const StandinProcess* standin) {
  const std::string word(net::to_string(scheme));
  const auto found =
      standin == nullptr ? std::map<std::string, std::string>::const_iterator() : standin->doors().find(word);
  if (standin == nullptr || found == standin->doors().end())
    return Failure{"local.standin", "the stand-in has no door for " + word};
  auto door = scenario::parse_door(found->second);
  if (!door) return Failure{"local.standin", "the stand-in announced an unreadable door: " + found->second};
  if (standin->name_server().empty()) return *door;
  door->host = domain_of(scenario);
  door->has_port = !can_ask_for_services(scheme);
  if (!door->has_port) door->port = net::facts(scheme).default_port;
  return *door;
}

std::optional<Failure> judge_address(const scenario::Deployment& deployment, const net::Address& address) {
  if (const auto why = scenario::refusal(deployment, address)) return Failure{"limit.consent", *why};
  if (const auto why = scenario::unexpected(deployment, address))
    return Failure{"dns.unexpected_address", *why};
  return std::nullopt;
}

}  // namespace

Outcome<std::vector<scenario::DoorUrl>> find_doors(const scenario::Scenario& scenario,
                                                   const scenario::Group& group,
                                                   const StandinProcess* standin) {
  std::vector<scenario::DoorUrl> doors = scenario.doors_of(group);
  if (!doors.empty()) return doors;
  // The portal's provisioning will say where; until then nobody knocks (the scenario was checked for it).
  if (scenario.deployment.web)
    return std::vector{scenario::DoorUrl{scenario.scheme_of(group), {}, 0, "/", true}};
  Outcome<scenario::DoorUrl> door = find_standin_door(scenario, scenario.scheme_of(group), standin);
  if (!door) return door.error();
  return std::vector{std::move(*door)};
}

DoorMaker::DoorMaker(const scenario::Deployment& deployment, const StandinProcess* standin)
    : deployment_(deployment), tls_(deployment.tls), resolve_(deployment.resolve) {
  if (standin == nullptr) return;
  tls_.ca_file = standin->ca_file();
  // Its provisioning names its doors by its domain, as a deployment's does.
  if (standin->name_server().empty())
    resolve_.emplace(deployment.domain.empty() ? std::string(standin_domain) : deployment.domain,
                     net::Address::loopback().to_string());
}

Outcome<net::Door> DoorMaker::make(const scenario::DoorUrl& url, const std::string& origin) {
  net::Door door{.scheme = url.scheme,
                 .host = url.host,
                 .port = url.port,
                 .by_service = !url.has_port && can_ask_for_services(url.scheme),
                 .path = url.path,
                 .origin = origin,
                 .resolve = resolve_,
                 .tls = nullptr,
                 .bind = std::nullopt};
  if (!deployment_.is_embedded())
    door.refusal = [&deployment = deployment_](const net::Address& address) {
      return judge_address(deployment, address);
    };
  if (!net::is_encrypted(url.scheme)) return door;
  if (!context_) {
    Outcome<std::shared_ptr<net::TlsClientContext>> made = net::make_tls_client_context(tls_);
    if (!made) return made.error();
    context_ = std::move(*made);
  }
  door.tls = context_;
  return door;
}

Outcome<net::Door> DoorMaker::make(const net::HttpUrl& url) {
  scenario::DoorUrl door;
  door.scheme = url.is_secure ? net::Scheme::tls : net::Scheme::tcp;
  door.host = url.host;
  door.port = url.port;
  door.has_port = true;  // RFC 3263 is for SIP
  Outcome<net::Door> made = make(door, {});
  // A step may name a place that is not the embedded stand-in's.
  if (made)
    made->refusal = [&deployment = deployment_](const net::Address& address) {
      return judge_address(deployment, address);
    };
  return made;
}

Outcome<> DoorMaker::add_to(phone::Group& group, const std::vector<scenario::DoorUrl>& urls) {
  // Of the page the phone came from; it stays when the phone falls back to another door.
  const std::string origin = group.profile->is_browser ? "https://" + urls.front().host : std::string();
  for (const scenario::DoorUrl& url : urls) {
    Outcome<net::Door> door = make(url, origin);
    if (!door) return door.error();
    if (&url == &urls.front()) {
      group.door = std::move(*door);
    } else {
      group.fallbacks.push_back(std::move(*door));
    }
  }
  return {};
}

Outcome<> DoorMaker::add_ice_to(phone::Group& group, const scenario::IceRules& rules) {
  group.ice.relay_only = rules.relay_only;
  group.ice.patience = rules.gathering;
  for (const scenario::IceServer& server : rules.servers) {
    const scenario::DoorUrl& url = server.url.door;
    net::Door door{.scheme = url.scheme,
                   .host = url.host,
                   .port = url.port,
                   .by_service = false,
                   .path = {},
                   .origin = {},
                   .resolve = deployment_.resolve,
                   .tls = nullptr,
                   .bind = std::nullopt};
    door.refusal = [&deployment = deployment_](const net::Address& address) {
      return judge_address(deployment, address);
    };
    // By itself a stream is given up when the call waits no more.
    door.connect_timeout = rules.gathering + std::chrono::seconds(1);
    if (net::is_encrypted(url.scheme) && !ice_context_) {
      Outcome<std::shared_ptr<net::TlsClientContext>> made = net::make_tls_client_context(deployment_.tls);
      if (!made) return made.error();
      ice_context_ = std::move(*made);
    }
    if (net::is_encrypted(url.scheme)) door.tls = ice_context_;
    group.ice.servers.push_back({server.url.relays, std::move(door), server.username, server.password});
  }
  return {};
}

Outcome<std::vector<net::Endpoint>> find_name_servers(const scenario::Scenario& scenario,
                                                      const StandinProcess* standin) {
  if (standin == nullptr || standin->name_server().empty())
    return scenario.deployment.dns ? std::vector{*scenario.deployment.dns} : std::vector<net::Endpoint>();
  const auto server = scenario::parse_name_server(standin->name_server());
  if (!server) return Failure{"local.standin", "the stand-in announced an unreadable name server"};
  return std::vector{*server};
}

}  // namespace cxload::run
