/// How many phones a group needs that names neither accounts nor `phones`.
#pragma once
#include <cstddef>

#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

/// Enough for the load's peak, planned times of the steps included, and a margin for a slow deployment.
[[nodiscard]] std::size_t phones_needed(const scenario::Scenario& scenario, const scenario::Group& group);

/// Phones a group has, in all shards.
[[nodiscard]] inline std::size_t phone_count(const scenario::Scenario& scenario,
                                             const scenario::Group& group) {
  return scenario.phones_of(group).value_or(phones_needed(scenario, group));
}

}  // namespace cxload::run
