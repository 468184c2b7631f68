/// The scenario's load as the planner wants it.
#pragma once
#include <vector>

#include <cxload/load/entry.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

/// One for each load entry, in the scenario's order; groups are the planner's pools.
[[nodiscard]] std::vector<load::Entry> load_entries(const scenario::Scenario& scenario);

/// Phones a group has, in all shards.
[[nodiscard]] std::size_t phone_count(const scenario::Scenario& scenario, const scenario::Group& group);

}  // namespace cxload::run
