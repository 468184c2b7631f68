#include <charconv>

#include <cxload/phone/sightings.hpp>

namespace cxload::phone {
namespace {

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t size) {
  if (at + size > text.size()) return std::nullopt;
  int value = 0;
  const char* end = text.data() + at + size;
  const auto read = std::from_chars(text.data() + at, end, value);
  return read.ec == std::errc() && read.ptr == end && value >= 0 ? std::optional(value) : std::nullopt;
}

/// RFC 3261 20.17: "Sat, 13 Nov 2010 23:29:00 GMT", always of this length and always GMT.
std::optional<WallTime> parse_date(std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != 29 || text.substr(25) != " GMT") return std::nullopt;
  const std::size_t month = months.find(text.substr(8, 3));
  const auto day = number_at(text, 5, 2), year = number_at(text, 12, 4), hour = number_at(text, 17, 2),
             minute = number_at(text, 20, 2), second = number_at(text, 23, 2);
  if (month == std::string_view::npos || month % 3 != 0 || !day || !year || !hour || !minute || !second)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return WallTime(std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(*hour) +
                  std::chrono::minutes(*minute) + std::chrono::seconds(*second));
}

}  // namespace

void Sightings::note_date(std::string_view date, WallTime now) {
  if (dates >= most_dates) return;
  const std::optional<WallTime> theirs = parse_date(date);
  if (!theirs) return;
  ++dates;
  // A second is all that a Date tells: half of one is the middle of what it may mean.
  const auto offset =
      std::chrono::round<std::chrono::seconds>(*theirs + std::chrono::milliseconds(500) - now);
  if (!clock_offset || std::chrono::abs(offset) < std::chrono::abs(*clock_offset)) clock_offset = offset;
}

}  // namespace cxload::phone
