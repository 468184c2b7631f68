/// How many phones a group needs that names neither accounts nor `phones`.
#pragma once
#include <cstddef>

#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

/// Enough for the load's peak, planned times of the steps included, and a margin for a slow deployment.
[[nodiscard]] std::size_t phones_needed(const scenario::Scenario& scenario, const scenario::Group& group);

}  // namespace cxload::run
