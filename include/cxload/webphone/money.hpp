/// Money: an amount of an account, exact; portals show four decimals.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/webphone/json.hpp>

namespace cxload::webphone {

/// Threads: none; a value type. Ten-thousandths of the currency's unit.
class Money {
 public:
  constexpr Money() = default;
  [[nodiscard]] static constexpr Money ten_thousandths(std::int64_t count) { return Money(count); }
  /// "5", "-5.00", "5.0001"; nothing for anything else, more than 4 decimals or more than 14 digits before.
  [[nodiscard]] static std::optional<Money> parse(std::string_view text);
  /// A number, or a text that holds one. The number is taken to the nearest ten-thousandth.
  [[nodiscard]] static std::optional<Money> from(const Json& value);

  [[nodiscard]] constexpr std::int64_t count() const { return count_; }
  [[nodiscard]] std::string text() const;  ///< "5.00", "5.0001": two decimals at least
  constexpr auto operator<=>(const Money&) const = default;
  friend constexpr Money operator+(Money a, Money b) { return Money(a.count_ + b.count_); }
  friend constexpr Money operator-(Money a, Money b) { return Money(a.count_ - b.count_); }

 private:
  constexpr explicit Money(std::int64_t count) : count_(count) {}
  std::int64_t count_ = 0;
};

}  // namespace cxload::webphone
