/// Steps a journey can be made of: one descriptor each, in one table.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include <cxload/scenario/diagnostics.hpp>
#include <cxload/scenario/document.hpp>
#include <cxload/scenario/scenario.hpp>
#include <cxload/scenario/shape.hpp>
#include <cxload/scenario/step.hpp>

namespace cxload::scenario {

/// What parsing a step may look at. Pools, groups and deployment are complete by then.
struct StepContext {
  const Scenario& scenario;
  const Group* group;  ///< of the journey; null when it is undeclared
  Diagnostics& diagnostics;
  std::vector<std::string>* variables = nullptr;  ///< that earlier steps of the journey set; null: no journey
};

struct StepDescriptor {
  std::string_view name;  ///< its key in a journey
  std::string_view help;
  /// `shape`: its options as a map; `schema`: one value. A step has one of them, or both.
  const Shape* shape = nullptr;
  std::string_view schema = {};
  bool bare = true;  ///< may stand without options
  /// `options`: what stands behind the key; a null node for a bare step. Null result: faults were told.
  std::unique_ptr<Step> (*parse)(const Node& options, const StepContext& context) = nullptr;
  enum class Needs : std::uint8_t { nothing, call, incoming_call } needs = Needs::nothing;  ///< before it
};

[[nodiscard]] std::span<const StepDescriptor* const> step_registry();
[[nodiscard]] const StepDescriptor* find_step(std::string_view name);

}  // namespace cxload::scenario
