/// Doors: from the scenario's URLs to what phones knock at.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/net/tls.hpp>
#include <cxload/phone/group.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

class StandinProcess;

/// A group's doors, the first one first. Those of the stand-in are the ones it announced; where it has a name
/// server, by the domain's name as those of a deployment. Failure: local.standin.
Outcome<std::vector<scenario::DoorUrl>> find_doors(const scenario::Scenario& scenario,
                                                   const scenario::Group& group,
                                                   const StandinProcess* standin);
/// Empty: the system's. Failure: local.standin.
Outcome<std::vector<net::Endpoint>> find_name_servers(const scenario::Scenario& scenario,
                                                      const StandinProcess* standin);

/// What all doors of a run have in common, and the one TLS context, made when the first needs it.
/// Lifetime: the deployment outlives the doors.
class DoorMaker {
 public:
  DoorMaker(const scenario::Deployment& deployment, const StandinProcess* standin);
  /// The group's profile is set before. Failure: local.tls.
  Outcome<> add_to(phone::Group& group, const std::vector<scenario::DoorUrl>& urls);
  /// STUN and TURN servers are somebody's also where the deployment is the stand-in: its trust and its
  /// consent are the scenario's. Failure: local.tls.
  Outcome<> add_ice_to(phone::Group& group, const scenario::IceRules& rules);
  /// A place on the web. Failure: local.tls.
  Outcome<net::Door> make(const net::HttpUrl& url);

 private:
  Outcome<net::Door> make(const scenario::DoorUrl& url, const std::string& origin);

  const scenario::Deployment& deployment_;
  net::TlsOptions tls_;
  std::map<std::string, std::string> resolve_;
  std::shared_ptr<net::TlsClientContext> context_, ice_context_;
};

}  // namespace cxload::run
