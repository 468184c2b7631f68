/// ListRows: which row of each list a journey gets, the same with the same seed on any number of shards.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/random.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

/// Threads: read-only. Lifetime: of the scenario.
class ListRows {
 public:
  explicit ListRows(const scenario::Scenario& scenario);

  /// A journey keeps its row for all its steps. Nothing: the list is used up (`pick: once`).
  [[nodiscard]] std::optional<std::size_t> row_for(const scenario::List& list, std::size_t entry,
                                                   std::uint64_t ordinal, const Random& journey) const;
  /// {list.column} of such a journey; nothing for other words.
  [[nodiscard]] std::optional<std::string> find(std::string_view word, std::size_t entry,
                                                std::uint64_t ordinal, const Random& journey) const;
  /// Whether every list that the journey of this entry names still has a row for it.
  [[nodiscard]] bool has_rows_for(std::size_t entry, std::uint64_t ordinal) const;

 private:
  const scenario::Scenario& scenario_;
  std::map<std::string, std::vector<std::size_t>, std::less<>>
      users_;  ///< list → entries whose journey names it
};

}  // namespace cxload::run
