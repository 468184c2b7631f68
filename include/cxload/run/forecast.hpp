/// The forecast that `cxload plan` reports from: joins scenario and load, which do not know each other.
#pragma once
#include <cxload/scenario/plan_report.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

[[nodiscard]] scenario::Forecast forecast_of(const scenario::Scenario& scenario);

}  // namespace cxload::run
