/// What a class of failure means and what to look at, for the person who has to act on it.
#pragma once
#include <span>
#include <string_view>

namespace cxload::result {

struct Explanation {
  std::string_view kind;  ///< a Failure::kind; with a trailing '*' every kind that begins so
  std::string_view text;  ///< one or two sentences
};

/// The whole table, sorted by layer.
[[nodiscard]] std::span<const Explanation> explanations();

/// The entry that fits best; never empty.
[[nodiscard]] std::string_view explain(std::string_view kind);

}  // namespace cxload::result
