/// Rows of several processes laid over each other.
#pragma once
#include <vector>

#include <cxload/result/run_result.hpp>

namespace cxload::result {

/// By the second of the clock on the wall; counts add up. Percentiles of seconds cannot be merged and are
/// left out: the page's plots of them need the histograms of each second, which no report holds.
[[nodiscard]] Series merge_series(const std::vector<RunResult>& runs);

}  // namespace cxload::result
