/// What changes a parsed document before it is understood: `--set` options, then ${env:NAME} and
/// ${file:PATH}.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/scenario/document.hpp>
#include <cxload/scenario/secrets.hpp>

namespace cxload::scenario {

/// Applies one `key.path=value`; list items by index (one past the end appends), a key with dots in quotes.
/// Faults point into the option.
void apply_set(Node& root, std::string_view option, Diagnostics& diagnostics);

struct Environment {
  std::function<std::optional<std::string>(std::string_view)> variable;
  std::filesystem::path folder;  ///< relative paths start here: the scenario's
};

/// Replaces ${env:NAME} and ${file:PATH} in every scalar; what they held is added to `secrets`.
void expand_environment(Node& root, const Environment& environment, Secrets& secrets,
                        Diagnostics& diagnostics);

}  // namespace cxload::scenario
