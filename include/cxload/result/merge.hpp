/// Merging the runs of several processes that played one plan (`--shard i/N`) into the run it was.
#pragma once
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/result/run_result.hpp>

namespace cxload::result {

/// Histograms and counters add up exactly, so percentiles are those of a single run; gates are judged anew.
/// The runs must be all shards of one plan, each once: same scenario, seed and version.
/// Errors: local.merge, naming what does not fit.
[[nodiscard]] Outcome<RunResult> merge_runs(const std::vector<RunResult>& runs);

}  // namespace cxload::result
