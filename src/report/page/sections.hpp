/// The sections of report.html, each the inner markup for its place in page.html.
#pragma once
#include <string>
#include <vector>

#include <cxload/result/run_result.hpp>

#include "plots.hpp"

namespace cxload::report::page {

[[nodiscard]] std::string verdict_section(const result::RunResult& run);
[[nodiscard]] std::string key_figures_section(const result::RunResult& run);
[[nodiscard]] std::string gates_section(const result::RunResult& run);
/// Empty when there is nothing to tell.
[[nodiscard]] std::string notices_section(const result::RunResult& run);
/// Both empty for a run that did not search.
[[nodiscard]] std::string search_link(const result::RunResult& run);
[[nodiscard]] std::string search_section(const result::RunResult& run);
[[nodiscard]] std::string plots_section(const std::vector<Plot>& plots, const std::string& note);
[[nodiscard]] std::string failures_section(const result::RunResult& run);
[[nodiscard]] std::string journeys_section(const result::RunResult& run);
[[nodiscard]] std::string metrics_section(const result::RunResult& run);
[[nodiscard]] std::string validity_section(const result::RunResult& run);
[[nodiscard]] std::string facts_section(const result::RunResult& run);

}  // namespace cxload::report::page
