/// Made-up results for tests of the reports, for the golden files and for looking at the page. The same bytes
/// each time.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include <cxload/result/run_result.hpp>

namespace cxload::samples {

[[nodiscard]] result::RunResult passing_run();  ///< a calm minute
[[nodiscard]] result::RunResult failing_run();  ///< a deployment that gives in half-way, with ladders
[[nodiscard]] result::RunResult hostile_run();  ///< the failing one with markup and controls in every string
[[nodiscard]] result::RunResult invalid_run();  ///< the generator was the bottleneck
[[nodiscard]] result::RunResult incomplete_run();  ///< killed after a few seconds
[[nodiscard]] result::RunResult empty_run();       ///< unreachable: not one sample
[[nodiscard]] result::RunResult long_run();        ///< two hours, a day's curve, many journeys
[[nodiscard]] result::RunResult search_run();      ///< three climbs until a gate breaks

struct Sample {
  std::string name;
  result::RunResult run;
};
[[nodiscard]] std::vector<Sample> all_samples();

/// Applies `change` to every string of the result that a peer, a file or a user may have written.
void for_each_string(result::RunResult& run, const std::function<void(std::string&)>& change);

/// Markup, quotes, an end of script, an escape sequence, broken UTF-8, a direction override, Markdown,
/// U+FFFF.
[[nodiscard]] std::string hostile_text();

}  // namespace cxload::samples
