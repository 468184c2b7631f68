/// Options that run and plan share, and loading a scenario with them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include <cxload/scenario/scenario.hpp>

namespace cxload::app {

struct ScenarioOptions {
  std::string file;
  std::vector<std::string> set;
  std::optional<std::uint64_t> seed;
  double duration_scale = 1;

  void add_to(CLI::App& parser);
  /// Nothing when it is wrong: every fault is on stderr by then.
  [[nodiscard]] std::optional<scenario::Scenario> load() const;
};

}  // namespace cxload::app
