#include "consent.hpp"

#include <algorithm>

#include <cxload/net/dns.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/net/udp.hpp>
#include <cxload/phone/portal.hpp>

#include "group_set.hpp"

namespace cxload::run {
namespace {

/// As long as a phone waits for its connection.
constexpr Duration patience = std::chrono::seconds(10);

/// The stand-in's own doors are on this machine; ICE servers and places on the web may be somebody's in any
/// case.
std::vector<net::Door> doors_of(const phone::Group& group, bool is_embedded) {
  std::vector<net::Door> doors;
  if (!is_embedded) {
    doors = group.fallbacks;
    doors.push_back(group.door);
  }
  for (const net::IceServer& server : group.ice.servers) doors.push_back(server.door);
  if (group.web)
    for (const auto& [origin, door] : group.web->http.places) doors.push_back(door);
  // Where the portal's provisioning will say, nobody knows yet.
  std::erase_if(doors, [](const net::Door& door) { return door.host.empty(); });
  return doors;
}

/// Every place that phones of the run may come to, looked up as they will do it.
net::Awaitable<void> ask_for_all(net::Shard& shard, const GroupSet& groups,
                                 const scenario::Deployment& deployment, Outcome<>& agreed) {
  for (const auto& [name, variants] : groups.groups) {
    std::vector<net::Door> doors = doors_of(*variants.front(), deployment.is_embedded());
    for (net::Door& door : doors) {
      door.refusal = nullptr;
      const TimePoint deadline = Clock::now() + patience;
      const Outcome<std::vector<net::Endpoint>> places = co_await net::find_targets(shard, door, deadline);
      if (!places) continue;
      for (const net::Endpoint& place : *places)
        if (const auto refused = scenario::refusal(deployment, place.address))
          agreed = Failure{"refused.consent", *refused};
    }
  }
  shard.stop();
}

}  // namespace

Outcome<> check_consent(const scenario::Scenario& scenario, const GroupSet& groups) {
  const bool leads_elsewhere = std::ranges::any_of(groups.groups, [&](const auto& entry) {
    return !doors_of(*entry.second.front(), scenario.deployment.is_embedded()).empty();
  });
  if (!leads_elsewhere || !scenario.deployment.consent.empty()) return {};
  Outcome<> agreed;
  net::Shard shard(0, Random(scenario.seed));
  net::Dns::of(shard).use(net::DnsOptions{.servers = groups.name_servers});
  shard.keep_running();
  shard.spawn(ask_for_all(shard, groups, scenario.deployment, agreed));
  shard.run();
  return agreed;
}

}  // namespace cxload::run
