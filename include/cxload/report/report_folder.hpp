/// The folder of a run: each file replaced as a whole, so a reader or a killed run never sees half a report.
#pragma once
#include <filesystem>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/report/writer.hpp>

namespace cxload::report {

/// Creates the folder if need be and writes every report of the registry. All are tried; the first failure
/// is returned. Errors: local.report.
Outcome<std::vector<std::filesystem::path>> write_all(const std::filesystem::path& folder,
                                                      const result::RunResult& run);

/// One report, e.g. report.json every second. Errors: local.report.
Outcome<std::filesystem::path> write_one(const std::filesystem::path& folder, const Writer& writer,
                                         const result::RunResult& run);

/// Writes beside `file` and renames. Errors: local.report.
Outcome<> replace_file(const std::filesystem::path& file, std::string_view content);

/// Reads a run back: `run` is its folder, or the report.json in it; at most 256 MiB. Errors: local.report,
/// format.report, with the file's name.
[[nodiscard]] Outcome<result::RunResult> read_run(const std::filesystem::path& run);

/// Takes away the reports and ladders an earlier run left there, so that none is taken for this run's.
void remove_old_run(const std::filesystem::path& folder);

/// Makes `folder`'s sibling link `latest` point at it, in one step. A real file or folder of that name is
/// left alone and is a failure. Errors: local.report.
Outcome<> point_latest_at(const std::filesystem::path& folder);

}  // namespace cxload::report
