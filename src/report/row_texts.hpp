/// RowTexts: the rows of a series as report.json shows them, each written once.
#pragma once
#include <string>
#include <vector>

#include <cxload/result/run_result.hpp>

namespace cxload::report {

/// A run of hours has thousands of rows, and only the last is new each second.
class RowTexts {
 public:
  /// A JSON array each. The texts live until the next call.
  const std::vector<std::string>& of(const result::Series& series);

 private:
  std::vector<std::vector<std::optional<double>>> rows_;
  std::vector<std::string> texts_;  ///< of rows_
};

}  // namespace cxload::report
