#include "csv.hpp"

#include <algorithm>

#include <cxload/base/text.hpp>

namespace cxload::scenario {

CsvReader::CsvReader(std::string_view text) : text_(text) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);  // spreadsheets write a byte order mark
}

bool CsvReader::next(CsvRow& row) {
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r'))
    line_ += text_[at_++] == '\n' ? 1 : 0;
  if (at_ >= text_.size()) return false;
  row.line = line_;
  row.cells.clear();
  for (;;) {
    row.cells.push_back(read_cell());
    if (at_ >= text_.size() || text_[at_] != ',') break;
    ++at_;
  }
  return true;
}

std::string CsvReader::read_cell() {
  if (at_ >= text_.size() || text_[at_] != '"') {
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    const std::string_view cell = text::trim(text_.substr(at_, end - at_));
    at_ = end;
    return std::string(cell);
  }
  std::string cell;
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '"') {
      ++at_;
      if (at_ >= text_.size() || text_[at_] != '"') break;
    }
    line_ += text_[at_] == '\n' ? 1 : 0;
    cell += text_[at_];
  }
  // Whatever stands between the closing quote and the next comma is no data.
  at_ = std::min(text_.find_first_of(",\r\n", at_), text_.size());
  return cell;
}

}  // namespace cxload::scenario
