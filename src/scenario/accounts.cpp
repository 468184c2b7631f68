#include <algorithm>
#include <cctype>
#include <fstream>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

#include <cxload/scenario/accounts.hpp>
#include <cxload/scenario/diagnostics.hpp>
#include <cxload/scenario/template.hpp>

#include "csv.hpp"

namespace cxload::scenario {
namespace {

constexpr std::size_t largest_file = 64 << 20;
constexpr std::size_t most_columns = 64;

/// A line break in a cell would become a header of its own.
bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return std::iscntrl(static_cast<unsigned char>(c)) != 0; });
}

class AccountFile {
 public:
  AccountFile(std::uint32_t source, AccountPool& pool, Diagnostics& diagnostics)
      : source_(source), pool_(pool), diagnostics_(diagnostics) {}

  void read(std::string_view text) {
    CsvReader reader(text);
    CsvRow row;
    if (!reader.next(row))
      return fail(1, "the file is empty; its first line names the columns: user,password");
    if (!take_header(row)) return;
    while (reader.next(row)) {
      if (pool_.rows.size() >= most_users)
        return fail(row.line, fmt::format("more than {} accounts", most_users));
      take_row(row);
    }
    if (pool_.rows.empty()) fail(1, "no accounts below the header");
  }

 private:
  void fail(std::uint32_t line, std::string what) { diagnostics_.add({source_, line, 1}, std::move(what)); }

  bool take_header(const CsvRow& row) {
    header_ = row.cells;
    if (header_.size() > most_columns) {
      fail(row.line, fmt::format("{} columns; at most {}", header_.size(), most_columns));
      return false;
    }
    const std::set<std::string> different(header_.begin(), header_.end());
    if (!different.contains("user")) fail(row.line, "the header names no column `user`");
    if (different.size() != header_.size()) fail(row.line, "two columns have the same name");
    if (different.contains("")) fail(row.line, "a column has no name");
    pool_.columns.clear();
    for (const std::string& column : header_)
      if (column != "password") pool_.columns.push_back(column);
    return different.contains("user");
  }

  void take_row(const CsvRow& row) {
    if (row.cells.size() != header_.size())
      return fail(row.line, fmt::format("this row has {} of the {} columns of the header", row.cells.size(),
                                        header_.size()));
    phone::Account account;
    for (std::size_t i = 0; i < header_.size(); ++i) {
      const std::string& cell = row.cells[i];
      if (has_control(cell)) return fail(row.line, fmt::format("control character in column {}", header_[i]));
      if (header_[i] == "user") {
        account.user = cell;
      } else if (header_[i] == "password") {
        if (!cell.empty()) account.password = cell;
      } else if (header_[i] == "auth_user") {
        account.auth_user = cell;
      } else if (header_[i] == "display") {
        account.display = cell;
      } else {
        account.columns.emplace(header_[i], cell);
      }
    }
    if (account.user.empty()) return fail(row.line, "an account without a user");
    if (account.user.find_first_of(" <>\"@:;,") != std::string::npos)
      return fail(row.line, fmt::format("\"{}\" is not the user part of an address", account.user));
    if (!seen_.insert(account.user).second)
      return fail(row.line, fmt::format("user {} stands here a second time", account.user));
    pool_.rows.push_back(std::move(account));
  }

  std::uint32_t source_;
  AccountPool& pool_;
  Diagnostics& diagnostics_;
  std::vector<std::string> header_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

phone::Account AccountPool::at(std::size_t index) const {
  phone::Account account;
  if (range) {
    account.user = range->at(index);
  } else {
    account = rows.at(index);
  }
  if (!account.password && password)
    account.password =
        expand_template(*password, [&](std::string_view column) { return column_of(account, column); });
  return account;
}

bool AccountPool::has_user(std::string_view user) const {
  if (range) return range->contains(user);
  return std::any_of(rows.begin(), rows.end(), [&](const phone::Account& row) { return row.user == user; });
}

void read_accounts(const std::filesystem::path& file, std::string_view shown, AccountPool& pool,
                   Diagnostics& diagnostics) {
  // The text stays out of the diagnostics: its lines hold passwords.
  const std::uint32_t source = diagnostics.add_source(std::string(shown), {});
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (!error && size > largest_file) {
    diagnostics.add({source, 1, 1}, fmt::format("longer than {} MiB", largest_file >> 20));
    return;
  }
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  AccountFile(source, pool, diagnostics).read(text);
}

}  // namespace cxload::scenario
