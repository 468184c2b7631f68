#include "consent.hpp"

#include <cxload/net/dns.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/net/udp.hpp>
#include <cxload/phone/portal.hpp>

#include "group_set.hpp"

namespace cxload::run {
namespace {

/// As long as a phone waits for its connection.
constexpr Duration patience = std::chrono::seconds(10);

/// Every place that phones of the run may come to, looked up as they will do it.
net::Awaitable<void> ask_for_all(net::Shard& shard, const GroupSet& groups,
                                 const scenario::Deployment& deployment, Outcome<>& agreed) {
  for (const auto& [name, variants] : groups.groups) {
    std::vector<net::Door> doors = variants.front()->fallbacks;
    doors.push_back(variants.front()->door);
    if (variants.front()->web)
      for (const auto& [origin, door] : variants.front()->web->http.places) doors.push_back(door);
    std::erase_if(doors, [](const net::Door& door) { return door.host.empty(); });
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
  if (scenario.deployment.is_embedded() || !scenario.deployment.consent.empty()) return {};
  Outcome<> agreed;
  net::Shard shard(0, Random(scenario.seed));
  net::Dns::of(shard).use(net::DnsOptions{.servers = groups.name_servers});
  shard.keep_running();
  shard.spawn(ask_for_all(shard, groups, scenario.deployment, agreed));
  shard.run();
  return agreed;
}

}  // namespace cxload::run
