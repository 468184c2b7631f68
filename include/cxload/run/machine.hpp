/// What this machine allows; `plan` compares a scenario with it.
#pragma once
#include <cxload/scenario/plan_report.hpp>

namespace cxload::run {

/// Raises the soft descriptor limit to the hard one first, as a run does.
[[nodiscard]] scenario::MachineLimits read_machine_limits();

/// Shards of a run: as asked for, else one for each two cores (the deployment may need cores of the same
/// machine).
[[nodiscard]] unsigned choose_threads(unsigned wanted);

}  // namespace cxload::run
