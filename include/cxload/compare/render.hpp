/// A comparison as text for people and as JSON for pipelines.
#pragma once
#include <string>

#include <cxload/compare/comparison.hpp>

namespace cxload::compare {

[[nodiscard]] std::string render_table(const Comparison& comparison, bool has_colour);

/// {"cxload": {"version", "compare": 1}, "answer", "exit_code", "scenario", "base", "new", "options",
/// "reasons", "notes", "findings"}; docs/compare.md describes it.
[[nodiscard]] std::string render_json(const Comparison& comparison);

}  // namespace cxload::compare
