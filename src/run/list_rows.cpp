#include "list_rows.hpp"

#include <algorithm>

namespace cxload::run {

ListRows::ListRows(const scenario::Scenario& scenario) : scenario_(scenario) {
  for (std::size_t i = 0; i < scenario.load.size(); ++i)
    for (const std::string& list : scenario.find_journey(scenario.load[i].journey)->lists)
      users_[list].push_back(i);
}

std::optional<std::size_t> ListRows::row_for(const scenario::List& list, std::size_t entry,
                                             std::uint64_t ordinal, const Random& journey) const {
  if (list.pick == scenario::List::Pick::random)
    return static_cast<std::size_t>(journey.fork("list " + list.name).below(list.rows.size()));
  // Entries take rows in turn, so that no two of their starts meet, whichever shard plays them.
  const auto found = users_.find(list.name);
  if (found == users_.end()) return std::nullopt;
  const std::vector<std::size_t>& entries = found->second;
  const auto place = std::find(entries.begin(), entries.end(), entry) - entries.begin();
  const std::uint64_t row = ordinal * entries.size() + static_cast<std::uint64_t>(place);
  if (list.pick == scenario::List::Pick::next) return static_cast<std::size_t>(row % list.rows.size());
  if (row >= list.rows.size()) return std::nullopt;
  return static_cast<std::size_t>(row);
}

std::optional<std::string> ListRows::find(std::string_view word, std::size_t entry, std::uint64_t ordinal,
                                          const Random& journey) const {
  const std::size_t dot = word.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const scenario::List* list = scenario_.find_list(word.substr(0, dot));
  const auto column = list == nullptr ? std::nullopt : list->find_column(word.substr(dot + 1));
  if (!column) return std::nullopt;
  const auto row = row_for(*list, entry, ordinal, journey);
  return row ? std::optional(list->rows[*row][*column]) : std::nullopt;
}

bool ListRows::has_rows_for(std::size_t entry, std::uint64_t ordinal) const {
  const Random unused(0);
  const scenario::Journey& journey = *scenario_.find_journey(scenario_.load[entry].journey);
  return std::all_of(journey.lists.begin(), journey.lists.end(), [&](const std::string& name) {
    return row_for(*scenario_.find_list(name), entry, ordinal, unused).has_value();
  });
}

}  // namespace cxload::run
