/// The gates nobody has to write (CONTRACT 2, "Implicit gates").
#pragma once
#include <span>
#include <string>
#include <vector>

#include <cxload/result/threshold.hpp>

namespace cxload::result {

/// journey.<name>.failed == 0 for each of `journeys` (those the load plays) that no threshold names, by
/// metric or by label; and always load.dropped{reason=no_phone} == 0. What a threshold says in the same words
/// is left out.
[[nodiscard]] std::vector<Threshold> implicit_gates(std::span<const Threshold> thresholds,
                                                    std::span<const std::string> journeys);

}  // namespace cxload::result
