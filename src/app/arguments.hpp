/// The command line as CLI11 wants it, and as a report may show it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cxload::app {

/// `cxload FILE …` becomes `run FILE …`; last argument first.
[[nodiscard]] std::vector<std::string> reversed_arguments(int argc, char** argv);

/// What is wrong with the first word, when it is neither a command nor a file; else nothing.
[[nodiscard]] std::optional<std::string> unknown_command(int argc, char** argv);

/// The first option among the words that none of `known` is, with the nearest one that is; else nothing.
[[nodiscard]] std::optional<std::string> unknown_option(int argc, char** argv,
                                                        const std::vector<std::string>& known);

/// A command of the contract that this version lacks, when `argv` asks for one; else nothing.
[[nodiscard]] std::optional<std::string> later_command(int argc, char** argv);

/// One `--set KEY.PATH=VALUE`, its value masked when the key looks like a secret's.
[[nodiscard]] std::string shown_setting(std::string_view word);

/// One line, quoted where a shell needs it; values of --set that look like secrets are masked.
[[nodiscard]] std::string shown_command(int argc, char** argv);

}  // namespace cxload::app
