/// Headers: further headers of an INVITE, as the scenario gives them.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include <cxload/scenario/step_registry.hpp>

namespace cxload::scenario {

using Headers = std::vector<std::pair<std::string, std::string>>;  ///< names and templates

/// Those of the call, then those of its group. Faults: no header names, several lines, headers that the phone
/// writes itself. `node` may be null.
[[nodiscard]] Headers parse_headers(const Node* node, const StepContext& context);
/// An INVITE to `address` with the headers filled in.
[[nodiscard]] phone::DialRequest make_dial(const std::string& address, const Headers& headers,
                                           JourneyContext& context);

}  // namespace cxload::scenario
