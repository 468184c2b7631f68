/// Reading a run back from the folder of its reports.
#pragma once
#include <filesystem>

#include <cxload/base/result.hpp>
#include <cxload/result/run_result.hpp>

namespace cxload::app {

/// `run`: the folder, or its report.json. Errors: local.report, format.report, with the file's name.
[[nodiscard]] Outcome<result::RunResult> read_run(const std::filesystem::path& run);

}  // namespace cxload::app
