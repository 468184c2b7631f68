// `lists`: files whose rows journeys use up.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "csv.hpp"
#include "parse.hpp"

namespace cxload::scenario {
namespace {

constexpr std::size_t largest_file = 64 << 20;
constexpr std::size_t most_columns = 64;
constexpr std::size_t most_rows = 1'000'000;

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return std::iscntrl(static_cast<unsigned char>(c)) != 0; });
}

/// Reads one table; faults have the line of the file.
class TableReader {
 public:
  TableReader(List& list, std::uint32_t source, Diagnostics& diagnostics)
      : list_(list), source_(source), diagnostics_(diagnostics) {}

  void read(std::string_view text) {
    CsvReader reader(text);
    CsvRow row;
    if (!reader.next(row)) return fail(1, "the file is empty; its first line names the columns");
    if (!take_header(row)) return;
    while (reader.next(row)) {
      if (list_.rows.size() >= most_rows) return fail(row.line, fmt::format("more than {} rows", most_rows));
      if (!take_row(row)) return;
    }
    if (list_.rows.empty()) fail(1, "no rows below the header");
  }

 private:
  void fail(std::uint32_t line, std::string what) { diagnostics_.add({source_, line, 1}, std::move(what)); }

  bool take_header(const CsvRow& row) {
    const std::set<std::string> different(row.cells.begin(), row.cells.end());
    if (row.cells.size() > most_columns)
      fail(row.line, fmt::format("{} columns; at most {}", row.cells.size(), most_columns));
    else if (different.size() != row.cells.size())
      fail(row.line, "two columns have the same name");
    else if (!std::all_of(row.cells.begin(), row.cells.end(), is_name))
      fail(row.line, "the names of columns are lower-case words, as in {list.column}");
    else
      list_.columns = row.cells;
    return !list_.columns.empty();
  }

  bool take_row(const CsvRow& row) {
    const bool is_whole = row.cells.size() == list_.columns.size();
    if (!is_whole)
      fail(row.line, fmt::format("this row has {} of the {} columns of the header", row.cells.size(),
                                 list_.columns.size()));
    // A line break in a cell would become a header of its own.
    const bool is_clean = std::none_of(row.cells.begin(), row.cells.end(), has_control);
    if (!is_clean) fail(row.line, "control character in a cell");
    if (is_whole && is_clean) list_.rows.push_back(row.cells);
    return is_whole && is_clean;
  }

  List& list_;
  std::uint32_t source_;
  Diagnostics& diagnostics_;
};

List parse_list(const Member& member, const ParseContext& context) {
  List list;
  list.name = member.key;
  MapReader reader(member.value, list_shape, context.diagnostics);
  const auto pick = reader.word("pick").value_or("next");
  list.pick = pick == "once" ? List::Pick::once : pick == "random" ? List::Pick::random : List::Pick::next;
  if (const Node* file = reader.find("csv")) read_table(*file, list, context);
  return list;
}

}  // namespace

void read_table(const Node& file, List& list, const ParseContext& context) {
  const std::filesystem::path path = context.folder / file.text;
  std::error_code error;
  if (!file.is_scalar() || !std::filesystem::is_regular_file(path, error))
    return context.diagnostics.add(file.place, fmt::format("there is no file {}", file.text));
  if (std::filesystem::file_size(path, error) > largest_file)
    return context.diagnostics.add(file.place, fmt::format("longer than {} MiB", largest_file >> 20));
  std::ifstream stream(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const std::uint32_t source = context.diagnostics.add_source(file.text, text);
  TableReader(list, source, context.diagnostics).read(text);
}

void parse_lists(const Node* node, const ParseContext& context) {
  for (const Member* member : named_members(node, "lists", context.diagnostics))
    context.scenario.lists.push_back(parse_list(*member, context));
}

}  // namespace cxload::scenario
