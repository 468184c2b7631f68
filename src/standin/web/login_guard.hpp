/// LoginGuard: what failed logins cost: the user a wait that doubles, and their source its welcome.
#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>

#include <cxload/base/clock.hpp>

namespace cxload::standin::web {

/// Threads: one. Bounded: what it knows of many thousands is forgotten at once.
class LoginGuard {
 public:
  LoginGuard(Duration first_delay, std::uint64_t most_failures, Duration ban)
      : first_delay_(first_delay), most_failures_(most_failures), ban_(ban) {}

  /// How long this source stays shut out; zero: it may try.
  [[nodiscard]] Duration banned_for(const std::string& source, TimePoint now) const;
  /// One more failure; how long its answer waits.
  Duration fail(const std::string& source, const std::string& user, TimePoint now);
  void succeed(const std::string& source, const std::string& user);
  void forget();

 private:
  static constexpr std::size_t most_entries = 50'000;
  static constexpr Duration longest_delay = std::chrono::seconds(5);
  static constexpr Duration memory = std::chrono::minutes(15);
  struct Count {
    std::uint64_t failures = 0;
    TimePoint last{};
    TimePoint banned_until{};
  };
  static Count& count_of(std::unordered_map<std::string, Count>& counts, const std::string& who,
                         TimePoint now);

  Duration first_delay_;
  std::uint64_t most_failures_;
  Duration ban_;
  std::unordered_map<std::string, Count> sources_, users_;
};

}  // namespace cxload::standin::web
