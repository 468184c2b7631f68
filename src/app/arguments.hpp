/// The command line as CLI11 wants it, and as a report may show it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxload::app {

/// `cxload FILE …` becomes `run FILE …`; last argument first.
[[nodiscard]] std::vector<std::string> reversed_arguments(int argc, char** argv);

/// A command of the contract that this version lacks, when `argv` asks for one; else nothing.
[[nodiscard]] std::optional<std::string> later_command(int argc, char** argv);

/// One `--set KEY.PATH=VALUE`, its value masked when the key looks like a secret's.
[[nodiscard]] std::string shown_setting(std::string_view word);

/// One line, quoted where a shell needs it; values of --set that look like secrets are masked.
[[nodiscard]] std::string shown_command(int argc, char** argv);

}  // namespace cxload::app
