// Dates of cookies: RFC 6265 5.1.1, which takes the pieces in any order.
#include <algorithm>
#include <array>

#include <cxload/base/text.hpp>
#include <cxload/net/cookie_jar.hpp>

namespace cxload::net {
namespace {

constexpr std::string_view delimiters = "\t !\"#$%&'()*+,-./;<=>?@[\\]^_`{|}~";
constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};

struct Fields {
  std::optional<std::chrono::seconds> time;
  std::optional<unsigned> day, month;
  std::optional<int> year;
};

/// The digits a piece begins with, when they are as many as wanted.
std::optional<unsigned> leading_number(std::string_view piece, std::size_t least, std::size_t most) {
  const std::size_t count = std::min(piece.find_first_not_of("0123456789"), piece.size());
  if (count < least || count > most) return std::nullopt;
  return static_cast<unsigned>(*text::parse_unsigned(piece.substr(0, count)));
}

std::optional<std::chrono::seconds> time_of(std::string_view piece) {
  std::array<unsigned, 3> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t colon = i < 2 ? piece.find(':') : piece.size();
    if (colon == std::string_view::npos) return std::nullopt;
    const auto number = leading_number(piece.substr(0, colon), 1, 2);
    if (!number) return std::nullopt;
    parts[i] = *number;
    piece.remove_prefix(std::min(colon + 1, piece.size()));
  }
  if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return std::nullopt;
  return std::chrono::hours(parts[0]) + std::chrono::minutes(parts[1]) + std::chrono::seconds(parts[2]);
}

std::optional<unsigned> month_of(std::string_view piece) {
  const auto found = std::find(months.begin(), months.end(), text::to_lower(piece.substr(0, 3)));
  if (found == months.end()) return std::nullopt;
  return static_cast<unsigned>(found - months.begin()) + 1;
}

void take(std::string_view piece, Fields& fields) {
  if (!fields.time) {
    fields.time = time_of(piece);
    if (fields.time) return;
  }
  if (!fields.day) {
    fields.day = leading_number(piece, 1, 2);
    if (fields.day) return;
  }
  if (!fields.month) {
    fields.month = month_of(piece);
    if (fields.month) return;
  }
  if (fields.year) return;
  const auto year = leading_number(piece, 2, 4);
  if (!year) return;
  fields.year = static_cast<int>(*year);
  if (*year < 70) fields.year = static_cast<int>(*year) + 2000;
  if (*year >= 70 && *year <= 99) fields.year = static_cast<int>(*year) + 1900;
}

}  // namespace

std::optional<WallTime> parse_cookie_date(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    const std::size_t begin = std::min(text.find_first_not_of(delimiters), text.size());
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(delimiters), text.size());
    if (end > 0) take(text.substr(0, end), fields);
    text.remove_prefix(end);
  }
  if (!fields.time || !fields.day || !fields.month || !fields.year || *fields.year < 1601)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*fields.year), std::chrono::month(*fields.month),
                                         std::chrono::day(*fields.day)};
  if (!date.ok()) return std::nullopt;
  // Beyond what the clock's nanoseconds hold it is never, or long ago.
  if (*fields.year > 2200) return WallTime::max();
  if (*fields.year < 1700) return WallTime::min();
  return WallTime(std::chrono::duration_cast<WallTime::duration>(
      std::chrono::sys_days(date).time_since_epoch() + *fields.time));
}

}  // namespace cxload::net
