/// GroupSet: the scenario's groups as phones need them: doors resolved to the deployment or the stand-in.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/phone/group.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

class StandinProcess;

/// Read-only once made; shards share it. Lifetime: outlives every phone.
struct GroupSet {
  /// One a group, or one for each of its local addresses: phones take them in turn.
  std::map<std::string, std::vector<std::unique_ptr<phone::Group>>> groups;
  std::string target;                       ///< for the report: "embedded stand-in (wss://…)"
  std::vector<net::Endpoint> name_servers;  ///< empty: the system's
};

/// Domain of the embedded stand-in when the scenario names none.
inline constexpr std::string_view standin_domain = "standin.test";

/// The SIP domain: the scenario's, or the one the embedded stand-in is given.
[[nodiscard]] std::string domain_of(const scenario::Scenario& scenario);

/// That the addresses of trunks are free and ours, before anything is sent. Failure: local.bind,
/// local.forbidden.
Outcome<> check_listening(const scenario::Scenario& scenario);

/// `standin` is null when the scenario has a deployment of its own. Failure: local.tls, local.standin.
Outcome<GroupSet> make_groups(const scenario::Scenario& scenario, const StandinProcess* standin);

}  // namespace cxload::run
