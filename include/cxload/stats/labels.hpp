/// Labels: the names and values a measurement is filed under (CONTRACT 3).
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cxload::stats {

using Label = std::pair<std::string, std::string>;

/// Sorted (label, value) pairs: {{"group","agents"},{"journey","call"}}. Label names are the contract's.
using LabelSet = std::vector<Label>;

/// Every label name there is. `reason` is load.dropped's; `scale` media.mos's.
inline constexpr auto label_names =
    std::to_array<std::string_view>({"codec", "direction", "group", "journey", "kind", "reason", "scale",
                                     "side", "stage", "step", "transport"});

}  // namespace cxload::stats
