/// How long a scenario's load lasts, as far as it is planned.
#pragma once
#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

/// Until the last planned start or the last closed user's end; journeys under way then still finish.
[[nodiscard]] Duration load_length(const scenario::Scenario& scenario);

}  // namespace cxload::run
