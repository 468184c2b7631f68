/// The web half of a deployment, as phones need it: places with doors, the site profile, metrics by
/// operation.
#pragma once
#include <memory>

#include <cxload/base/result.hpp>
#include <cxload/phone/portal.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

class DoorMaker;
class StandinProcess;

/// Null: the deployment has no portal, and no step names a place on the web. Failure: local.tls,
/// local.standin.
Outcome<std::shared_ptr<phone::WebSide>> make_web_side(const scenario::Scenario& scenario,
                                                       const StandinProcess* standin, DoorMaker& doors);
/// The same for phones with this local address.
[[nodiscard]] std::shared_ptr<const phone::WebSide> bound_to(const phone::WebSide& web,
                                                             const net::Address& local);

}  // namespace cxload::run
