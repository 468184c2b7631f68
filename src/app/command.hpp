/// Command: one sub-command of the program; a file in src/app/commands and a line in command_table.cpp.
#pragma once
#include <functional>
#include <span>
#include <string_view>

#include <CLI/App.hpp>

namespace cxload::app {

struct Command {
  std::string_view name;
  std::string_view help;
  /// Adds its options to `parser`; the function returned does the work and gives the exit code.
  std::function<int()> (*prepare)(CLI::App& parser, int argc, char** argv);
};

[[nodiscard]] std::span<const Command* const> command_table();

/// Exit code 2 of the contract: the command or the scenario is wrong; nothing was sent.
inline constexpr int usage_error = 2;

}  // namespace cxload::app
