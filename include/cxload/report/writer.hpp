/// Writer: one kind of report. Adding one is a new source file in src/report/writers/ and a line in
/// src/report/registry.cpp.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include <cxload/result/run_result.hpp>

namespace cxload::report {

struct Writer {
  std::string_view name;       ///< "html"
  std::string_view file_name;  ///< in the run's folder: "report.html"
  /// The whole file. Pure: the same result gives the same bytes, so `cxload report` can render it again.
  std::string (*write)(const result::RunResult& run);
};

/// Every writer, in the order of the registry.
[[nodiscard]] std::span<const Writer* const> writers();
[[nodiscard]] const Writer* find_writer(std::string_view name);

}  // namespace cxload::report
