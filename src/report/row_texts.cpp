#include "row_texts.hpp"

#include <algorithm>

#include "json_writer.hpp"

namespace cxload::report {
namespace {

std::string text_of(const std::vector<std::optional<double>>& row) {
  std::string out = "[";
  for (const auto& value : row) {
    if (out.size() > 1) out += ", ";
    out += json_number(value);
  }
  return out += ']';
}

}  // namespace

const std::vector<std::string>& RowTexts::of(const result::Series& series) {
  const auto changed = std::mismatch(rows_.begin(), rows_.end(), series.rows.begin(), series.rows.end());
  const auto same = changed.second - series.rows.begin();
  rows_.erase(changed.first, rows_.end());
  texts_.resize(rows_.size());
  for (auto row = series.rows.begin() + same; row != series.rows.end(); ++row) {
    rows_.push_back(*row);
    texts_.push_back(text_of(*row));
  }
  return texts_;
}

}  // namespace cxload::report
