#include "merge_series.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace cxload::result {
namespace {

bool is_percentile(const std::string& column) {
  const std::size_t dot = column.rfind(".p");
  return dot != std::string::npos && column.find_first_not_of("0123456789", dot + 2) == std::string::npos &&
         dot + 2 < column.size();
}

}  // namespace

Series merge_series(const std::vector<RunResult>& runs) {
  Series sum;
  WallTime begin = runs.front().run.started;
  for (const RunResult& one : runs) {
    begin = std::min(begin, one.run.started);
    sum.interval_s = std::max(sum.interval_s, one.series.interval_s);
  }
  for (const RunResult& one : runs)  // "t" is the first of each
    for (const std::string& column : one.series.columns)
      if (!is_percentile(column) && std::ranges::find(sum.columns, column) == sum.columns.end())
        sum.columns.push_back(column);
  std::map<std::int64_t, std::vector<std::optional<double>>> rows;  // by interval since `begin`
  for (const RunResult& one : runs) {
    const std::chrono::duration<double> shift = one.run.started - begin;
    for (const auto& row : one.series.rows) {
      if (row.empty() || !row.front()) continue;
      const auto slot =
          static_cast<std::int64_t>(std::llround((*row.front() + shift.count()) / sum.interval_s));
      auto& total = rows[slot];
      total.resize(sum.columns.size());
      for (std::size_t i = 1; i < std::min(row.size(), one.series.columns.size()); ++i) {
        if (is_percentile(one.series.columns[i]) || !row[i]) continue;
        auto& value = total[static_cast<std::size_t>(std::ranges::find(sum.columns, one.series.columns[i]) -
                                                     sum.columns.begin())];
        value = value.value_or(0) + *row[i];
      }
      if (!total.empty()) total.front() = static_cast<double>(slot) * sum.interval_s;
    }
  }
  for (auto& [slot, row] : rows) sum.rows.push_back(std::move(row));
  return sum;
}

}  // namespace cxload::result
