/// Joins scenario and load, which do not know each other.
#pragma once
#include <vector>

#include <cxload/load/entry.hpp>
#include <cxload/scenario/plan_report.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

/// `load` of a scenario as the planner wants it; entry i stays entry i, pools are the groups in their order.
[[nodiscard]] std::vector<load::Entry> load_entries(const scenario::Scenario& scenario);

/// What `plan` reports from.
[[nodiscard]] scenario::Forecast forecast_of(const scenario::Scenario& scenario);

}  // namespace cxload::run
