/// JSON as a scenario writes it: YAML whose plain numbers and truth values are such, and whose texts may hold
/// placeholders.
#pragma once
#include <cxload/scenario/document.hpp>
#include <cxload/scenario/step_registry.hpp>
#include <cxload/webphone/json.hpp>

namespace cxload::scenario {

[[nodiscard]] webphone::Json read_json(const Node& node);
/// The same, its placeholders checked as those of a step.
[[nodiscard]] webphone::Json read_json_template(const Node& node, const StepContext& context);
[[nodiscard]] webphone::Json expand_json(const webphone::Json& json, JourneyContext& context);
/// The same value, or a text that is how the other would be written.
[[nodiscard]] bool means_the_same(const webphone::Json& expected, const webphone::Json& found);

}  // namespace cxload::scenario
