/// What machine a run was made on.
#pragma once
#include <cxload/result/run_result.hpp>

namespace cxload::run {

[[nodiscard]] result::HostFacts read_host_facts();

/// Raises the soft descriptor limit to the hard one; returns what is in force now.
std::uint64_t raise_descriptor_limit();

}  // namespace cxload::run
