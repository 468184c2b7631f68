#include "standin_config.hpp"

#include <algorithm>
#include <set>

#include <boost/json.hpp>

#include "group_set.hpp"

namespace cxload::run {
namespace {

bool asks_portal(const scenario::Scenario& scenario) {
  const auto& groups = scenario.groups;
  if (std::any_of(groups.begin(), groups.end(), [](const auto& group) { return group.obeys_provisioning; }))
    return true;
  for (const scenario::Journey& journey : scenario.journeys)
    for (const scenario::JourneyStep& entry : journey.steps)
      if (!entry.step->operations().empty() && !entry.step->web_place()) return true;
  return false;
}

}  // namespace

std::string write_standin_config(const scenario::Scenario& scenario) {
  boost::json::object config;
  config["domain"] = domain_of(scenario);
  boost::json::array defects;
  for (const std::string& id : scenario.deployment.standin.defects) defects.emplace_back(id);
  config["defects"] = std::move(defects);
  const auto latency =
      std::chrono::duration_cast<std::chrono::milliseconds>(scenario.deployment.standin.latency);
  config["latency_ms"] = latency.count();
  if (const auto& limit = scenario.deployment.standin.calls_per_s) config["calls_per_s"] = *limit;
  config["relays_media"] = scenario.deployment.standin.relays_media;
  config["ice_lite"] = scenario.deployment.standin.ice_lite;
  if (const auto& dns = scenario.deployment.standin.dns)
    config["dns"] = {{"answers", dns->answers}, {"records", boost::json::value_from(dns->records)}};
  boost::json::array trunks;
  for (const scenario::StandinRoute& route : scenario.deployment.standin.routes)
    trunks.push_back(boost::json::object{{"address", route.trunk.to_string()}, {"prefix", route.prefix}});
  for (const scenario::Group& group : scenario.groups)
    if (group.listen && group.listen->scheme == net::Scheme::udp)
      trunks.push_back(boost::json::object{{"address", group.listen->address.to_string()}});
  config["trunks"] = std::move(trunks);
  boost::json::array accounts;
  std::set<std::string> known;
  for (const scenario::AccountPool& pool : scenario.pools) {
    for (std::size_t i = 0; i < pool.size(); ++i) {
      const phone::Account account = pool.at(i);
      if (!known.insert(account.user).second) continue;
      boost::json::object entry;
      entry["user"] = account.user;
      entry["password"] = account.password.value_or("");
      if (const auto cli = account.columns.find("cli"); cli != account.columns.end())
        entry["cli"] = cli->second;
      accounts.push_back(std::move(entry));
    }
  }
  config["accounts"] = std::move(accounts);
  if (asks_portal(scenario)) config["web"] = true;
  if (const std::string& web = scenario.deployment.standin.web; !web.empty())
    config["web"] = boost::json::parse(web);
  return boost::json::serialize(config);
}

}  // namespace cxload::run
