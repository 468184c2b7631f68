/// Side: one of the two things compared, a run or several repeats of it.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/result/run_result.hpp>

namespace cxload::compare {

struct Side {
  std::string name;  ///< the path as given
  std::vector<result::RunResult> runs;
  std::vector<std::string> paths;  ///< of each run's report.json
};

/// `path` is a report.json, the folder of a run, or a folder that holds folders of runs (repeats; symbolic
/// links are left out, or `latest` would count twice). Errors: local.report, format.report; both name the
/// file.
[[nodiscard]] Outcome<Side> load_side(const std::filesystem::path& path);

}  // namespace cxload::compare
