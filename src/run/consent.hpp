/// Consent: nothing is sent to a foreign address before somebody agreed (CONTRACT 2, `consent`).
#pragma once
#include <cxload/base/result.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

struct GroupSet;

/// Looks every door's host up and asks the deployment's rule. Failure: refused.consent. A name that cannot be
/// looked up passes: nothing can be sent to it, and the run says why.
[[nodiscard]] Outcome<> check_consent(const scenario::Scenario& scenario, const GroupSet& groups);

}  // namespace cxload::run
