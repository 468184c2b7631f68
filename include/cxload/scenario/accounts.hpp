/// AccountPool: SIP users of a scenario, from a range of numbers or a CSV file.
#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/phone/group.hpp>
#include <cxload/scenario/values.hpp>

namespace cxload::scenario {

/// Threads: read-only after the load. A range costs no memory an account.
struct AccountPool {
  std::string name;
  std::optional<UserRange> range;            ///< else `rows`
  std::vector<phone::Account> rows;          ///< of a CSV file, its own passwords set
  bool from_signup = false;                  ///< made by the run: nobody is in it beforehand
  std::optional<std::string> password;       ///< template of the pool; none: no credentials are sent
  std::vector<std::string> columns{"user"};  ///< what may stand in braces

  [[nodiscard]] std::size_t size() const { return range ? range->size() : rows.size(); }
  [[nodiscard]] phone::Account at(std::size_t index) const;  ///< password expanded
  [[nodiscard]] bool has_user(std::string_view user) const;
};

class Diagnostics;

/// Reads `user,password[,auth_user,display,… any column]`, quotes as in RFC 4180. Faults have the line of the
/// file; `place` is where the scenario names it. The pool may be half filled when there are faults.
void read_accounts(const std::filesystem::path& file, std::string_view shown, AccountPool& pool,
                   Diagnostics& diagnostics);

}  // namespace cxload::scenario
