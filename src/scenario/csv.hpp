/// CSV as RFC 4180 has it: quotes, doubled quotes, line breaks inside quotes.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cxload::scenario {

struct CsvRow {
  std::uint32_t line = 1;  ///< where it begins
  std::vector<std::string> cells;
};

/// Reads row by row; never fails: an open quote ends with the text.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text);
  bool next(CsvRow& row);  ///< false at the end; blank lines are skipped

 private:
  std::string read_cell();

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace cxload::scenario
