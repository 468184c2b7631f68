/// Joins scenario and load, which do not know each other.
#pragma once
#include <vector>

#include <cxload/load/entry.hpp>
#include <cxload/load/user_curve.hpp>
#include <cxload/scenario/plan_report.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

/// `load` of a scenario as the planner wants it; entry i stays entry i, pools are the groups in their order.
[[nodiscard]] std::vector<load::Entry> load_entries(const scenario::Scenario& scenario);

/// Of closed load: how many users when.
[[nodiscard]] load::UserCurve user_curve(const scenario::LoadEntry& entry);

/// What `plan` reports from.
[[nodiscard]] scenario::Forecast forecast_of(const scenario::Scenario& scenario);

}  // namespace cxload::run
