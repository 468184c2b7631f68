#include "consent.hpp"

#include <algorithm>

#include <cxload/net/dns.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/net/udp.hpp>

#include "group_set.hpp"

namespace cxload::run {
namespace {

/// As long as a phone waits for its connection.
constexpr Duration patience = std::chrono::seconds(10);

/// The stand-in's own doors are on this machine; ICE servers are somebody's in any case.
std::vector<net::Door> doors_of(const phone::Group& group, bool is_embedded) {
  std::vector<net::Door> doors;
  if (!is_embedded) {
    doors = group.fallbacks;
    doors.push_back(group.door);
  }
  for (const net::IceServer& server : group.ice.servers) doors.push_back(server.door);
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
  const bool has_servers = std::ranges::any_of(
      scenario.groups, [](const scenario::Group& group) { return !group.ice.servers.empty(); });
  if ((scenario.deployment.is_embedded() && !has_servers) || !scenario.deployment.consent.empty()) return {};
  Outcome<> agreed;
  net::Shard shard(0, Random(scenario.seed));
  net::Dns::of(shard).use(net::DnsOptions{.servers = groups.name_servers});
  shard.keep_running();
  shard.spawn(ask_for_all(shard, groups, scenario.deployment, agreed));
  shard.run();
  return agreed;
}

}  // namespace cxload::run
