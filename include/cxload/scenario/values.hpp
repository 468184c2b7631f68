/// The small values of a scenario: durations, rates, ranges, users (CONTRACT 2, "Values"). Pure functions.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>

#include <cxload/base/clock.hpp>
#include <cxload/phone/group.hpp>

namespace cxload::scenario {

/// Why a value is wrong; `at` is the offset of the fault in its text. No aggregate: a number must not turn
/// into one, or Value<double> would not know which of the two it was given.
struct ValueError {
  ValueError() = default;
  ValueError(std::size_t offset, std::string text) : at(offset), what(std::move(text)) {}

  std::size_t at = 0;
  std::string what;
};

template <class T>
using Value = boost::system::result<T, ValueError>;

/// Of everything that can be written: what is longer is a slip of the pen, and sums must stay sums.
inline constexpr Duration longest_duration = std::chrono::hours(24 * 366);

/// Starts a second.
struct Rate {
  double per_second = 0;
  auto operator<=>(const Rate&) const = default;
};

/// `0100..0199`: numbers in a row, written with the same number of digits.
struct UserRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::size_t width = 0;  ///< digits to fill up with zeros

  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(last - first + 1); }
  [[nodiscard]] std::string at(std::size_t index) const;
  [[nodiscard]] bool contains(std::string_view user) const;
};

inline constexpr std::size_t most_users = 1'000'000;

[[nodiscard]] Value<Duration> parse_duration(std::string_view text);  ///< 200ms 5s 2m 1h 1m30s
[[nodiscard]] Value<phone::DurationRange> parse_duration_range(std::string_view text);  ///< 5s or 1s..3s
[[nodiscard]] Value<Rate> parse_rate(std::string_view text);  ///< 50/s 300/min 2.5/h
/// Bits a second: 64kbit/s, 2Mbit/s, 800bit/s.
[[nodiscard]] Value<double> parse_bit_rate(std::string_view text);
[[nodiscard]] Value<double> parse_share(std::string_view text);          ///< 30%, above 0, at most 100%
[[nodiscard]] Value<UserRange> parse_user_range(std::string_view text);  ///< 1000..1499 or 1000
[[nodiscard]] Value<std::uint64_t> parse_whole(std::string_view text, std::uint64_t low, std::uint64_t high);
[[nodiscard]] Value<bool> parse_flag(std::string_view text);  ///< true false yes no on off

/// How reports and `plan` write them: "1m30s", "250ms"; "50/s", "2.5/s", "12/h".
[[nodiscard]] std::string to_text(Duration duration);
[[nodiscard]] std::string to_text(const phone::DurationRange& range);
[[nodiscard]] std::string to_text(Rate rate);

/// `name` in lower case with all but letters and digits as single dashes, at most 64; "run" for nothing.
[[nodiscard]] std::string slug_of(std::string_view name);

}  // namespace cxload::scenario
