#include "web_side.hpp"

#include "doors.hpp"
#include "standin_process.hpp"

namespace cxload::run {
namespace {

/// The portal itself, then what steps name beside it.
Outcome<std::vector<net::HttpUrl>> find_origins(const scenario::Scenario& scenario,
                                                const StandinProcess* standin) {
  std::vector<net::HttpUrl> origins;
  if (scenario.deployment.web) origins.push_back(*scenario.deployment.web);
  if (standin != nullptr && !standin->web().empty()) {
    const auto url = net::parse_http_url(standin->web());
    if (!url)
      return Failure{"local.standin", "the stand-in announced an unreadable portal: " + standin->web()};
    origins.push_back(*url);
  }
  const auto& further = scenario.deployment.further_web;
  origins.insert(origins.end(), further.begin(), further.end());
  return origins;
}

std::map<std::string, stats::MetricId, std::less<>> metrics_of(const stats::Catalogue& catalogue) {
  constexpr std::string_view prefix = "http.";
  std::map<std::string, stats::MetricId, std::less<>> metrics;
  for (const std::string_view name : catalogue.names())
    if (name.starts_with(prefix)) metrics.emplace(name.substr(prefix.size()), *catalogue.find(name));
  return metrics;
}

}  // namespace

Outcome<std::shared_ptr<phone::WebSide>> make_web_side(const scenario::Scenario& scenario,
                                                       const StandinProcess* standin, DoorMaker& doors) {
  const Outcome<std::vector<net::HttpUrl>> origins = find_origins(scenario, standin);
  if (!origins) return origins.error();
  if (origins->empty()) return std::shared_ptr<phone::WebSide>();
  auto web = std::make_shared<phone::WebSide>();
  web->http.origin = origins->front();
  for (const net::HttpUrl& url : *origins) {
    Outcome<net::Door> door = doors.make(url);
    if (!door) return door.error();
    web->http.places.emplace(url.origin(), std::move(*door));
  }
  web->http.user_agent = "cxload/" CXLOAD_VERSION;
  web->profile = scenario.deployment.site;
  web->metrics = metrics_of(scenario.catalogue);
  web->metrics.erase("skipped");
  return web;
}

std::shared_ptr<const phone::WebSide> bound_to(const phone::WebSide& web, const net::Address& local) {
  auto bound = std::make_shared<phone::WebSide>(web);
  for (auto& [origin, door] : bound->http.places) door.bind = local;
  return bound;
}

}  // namespace cxload::run
