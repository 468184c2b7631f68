/// What the embedded stand-in is told: one JSON document, by a pipe.
#pragma once
#include <string>

#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

/// Domain, defects, latency and every account of the scenario. Holds passwords: never log it.
[[nodiscard]] std::string write_standin_config(const scenario::Scenario& scenario);

}  // namespace cxload::run
