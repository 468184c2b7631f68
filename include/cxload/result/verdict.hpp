/// The verdict of a run and its exit code (CONTRACT 1).
#pragma once
#include <cxload/result/run_result.hpp>

namespace cxload::result {

namespace exit_code {
inline constexpr int passed = 0, gate_failed = 1, unreachable = 3, invalid = 4, interrupted = 130;
}

/// Reads thresholds, validity, failures, journeys and ending of `run`. A run without `run.finished` is
/// incomplete: it still goes on, or it was killed.
[[nodiscard]] Verdict decide(const RunResult& run);

/// Did anything answer at all? Wrong and refusing answers are answers.
[[nodiscard]] bool was_answered(const RunResult& run);

}  // namespace cxload::result
