/// Loads a scenario: text → document → overlays → checked Scenario, or every fault of it.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/scenario/diagnostics.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::scenario {

struct LoadOptions {
  std::vector<std::string> set;               ///< each --set, in order
  std::optional<std::uint64_t> seed;          ///< --seed
  double duration_scale = 1;                  ///< --duration-scale
  std::span<const std::string_view> defects;  ///< ids the stand-in knows; empty: not checked
  /// What is wrong with a record of the stand-in's name server; not checked when empty.
  std::function<std::optional<std::string>(std::string_view)> record_fault = {};
  /// The same of the settings of its web half, as JSON: "web.KEY …".
  std::function<std::optional<std::string>(std::string_view)> web_fault = {};
  /// Environment of ${env:…}; the process's own when empty.
  std::function<std::optional<std::string>(std::string_view)> variable;
};

struct Loaded {
  std::optional<Scenario> scenario;  ///< set exactly when there is no fault
  Diagnostics faults;
};

/// Touches no network; reads the scenario and the files it names.
[[nodiscard]] Loaded load_scenario(const std::filesystem::path& file, const LoadOptions& options = {});
/// The same for a text; `folder` is where relative paths start.
[[nodiscard]] Loaded load_scenario_text(std::string_view text, std::string_view name,
                                        const std::filesystem::path& folder, const LoadOptions& options = {});

}  // namespace cxload::scenario
