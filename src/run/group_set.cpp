#include "group_set.hpp"

#include <fmt/format.h>

#include <cxload/net/tls.hpp>
#include <cxload/phone/profile.hpp>

#include "standin_process.hpp"

namespace cxload::run {
namespace {

/// Domain of the embedded stand-in when the scenario names none.
constexpr std::string_view standin_domain = "standin.test";

Outcome<scenario::DoorUrl> find_door(const scenario::Scenario& scenario, const scenario::Group& group,
                                     const StandinProcess* standin) {
  if (const auto door = scenario.door_of(group)) return *door;
  const std::string scheme(net::to_string(scenario.scheme_of(group)));
  const auto found = standin == nullptr ? std::map<std::string, std::string>::const_iterator()
                                        : standin->doors().find(scheme);
  if (standin == nullptr || found == standin->doors().end())
    return Failure{"local.standin", "the stand-in has no door for " + scheme};
  const auto door = scenario::parse_door(found->second);
  if (!door) return Failure{"local.standin", "the stand-in announced an unreadable door: " + found->second};
  return *door;
}

}  // namespace

std::string domain_of(const scenario::Scenario& scenario) {
  return scenario.deployment.domain.empty() ? std::string(standin_domain) : scenario.deployment.domain;
}

Outcome<GroupSet> make_groups(const scenario::Scenario& scenario, const StandinProcess* standin) {
  GroupSet set;
  net::TlsOptions tls = scenario.deployment.tls;
  if (standin != nullptr) tls.ca_file = standin->ca_file();
  std::shared_ptr<net::TlsClientContext> context;
  for (const scenario::Group& from : scenario.groups) {
    const Outcome<scenario::DoorUrl> url = find_door(scenario, from, standin);
    if (!url) return url.error();
    const bool is_secure = url->scheme == net::Scheme::tls || url->scheme == net::Scheme::wss;
    if (is_secure && !context) {
      Outcome<std::shared_ptr<net::TlsClientContext>> made = net::make_tls_client_context(tls);
      if (!made) return made.error();
      context = std::move(*made);
    }
    auto group = std::make_unique<phone::Group>();
    group->name = from.name;
    group->profile = phone::find_client_profile(from.client);
    group->door = net::Door{.scheme = url->scheme,
                            .host = url->host,
                            .port = url->port,
                            .path = url->path,
                            .origin = group->profile->is_browser ? "https://" + url->host : std::string(),
                            .resolve = scenario.deployment.resolve,
                            .tls = is_secure ? context : nullptr,
                            .bind = std::nullopt};
    group->domain = domain_of(scenario);
    group->media = from.media;
    group->answer = from.answer;
    group->registers = from.registers;
    group->from = from.from;
    group->socket_each = from.socket_each;
    if (set.target.empty())
      set.target =
          standin == nullptr ? url->to_text() : fmt::format("embedded stand-in ({})", url->to_text());
    set.groups.emplace(from.name, std::move(group));
  }
  return set;
}

}  // namespace cxload::run
