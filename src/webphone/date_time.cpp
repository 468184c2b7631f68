#include <cxload/base/text.hpp>
#include <cxload/webphone/date_time.hpp>

namespace cxload::webphone {
namespace {

namespace chrono = std::chrono;

/// Digits in place of 0, everything else as it stands; a blank may stand for the T.
bool has_shape(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00T00:00:00";
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !is_digit : text[i] != shape[i] && !(shape[i] == 'T' && text[i] == ' '))
      return false;
  }
  return true;
}

int digits(std::string_view text, std::size_t at, std::size_t count) {
  return static_cast<int>(text::parse_unsigned(text.substr(at, count)).value_or(0));
}

/// "", "Z", "+01:00", "-0530"
std::optional<chrono::minutes> offset(std::string_view zone) {
  if (zone.empty() || text::iequals(zone, "Z")) return chrono::minutes(0);
  const int sign = zone.front() == '-' ? -1 : 1;
  if (zone.front() != '+' && zone.front() != '-') return std::nullopt;
  zone.remove_prefix(1);
  if (zone.size() < 2) return std::nullopt;
  const auto hours = text::parse_unsigned(zone.substr(0, 2));
  std::string_view rest = zone.substr(2);
  if (rest.starts_with(':')) rest.remove_prefix(1);
  const auto minutes = rest.empty() ? std::optional<std::uint64_t>(0) : text::parse_unsigned(rest);
  if (!hours || !minutes || *hours > 14 || *minutes > 59 || (!rest.empty() && rest.size() != 2))
    return std::nullopt;
  return chrono::minutes(sign * static_cast<int>(*hours * 60 + *minutes));
}

/// The fraction of a second at the front of `rest`, taken away; to the millisecond.
chrono::milliseconds take_fraction(std::string_view& rest) {
  if (!rest.starts_with('.') && !rest.starts_with(',')) return {};
  rest.remove_prefix(1);
  int millis = 0, scale = 100;
  while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
    millis += (rest.front() - '0') * scale;
    scale /= 10;
    rest.remove_prefix(1);
  }
  return chrono::milliseconds(millis);
}

}  // namespace

std::optional<WallTime> parse_date_time(std::string_view text) {
  const std::string_view trimmed = text::trim(text);
  if (!has_shape(trimmed)) return std::nullopt;
  const chrono::year_month_day date{chrono::year(digits(trimmed, 0, 4)),
                                    chrono::month(static_cast<unsigned>(digits(trimmed, 5, 2))),
                                    chrono::day(static_cast<unsigned>(digits(trimmed, 8, 2)))};
  const int hour = digits(trimmed, 11, 2), minute = digits(trimmed, 14, 2), second = digits(trimmed, 17, 2);
  // The clock counts nanoseconds in 64 bits, which hold 1678 to 2261.
  const bool is_in_range = date.year() >= chrono::year(1700) && date.year() <= chrono::year(2200);
  if (!date.ok() || !is_in_range || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  std::string_view rest = trimmed.substr(19);
  const chrono::milliseconds fraction = take_fraction(rest);
  const auto zone = offset(text::trim(rest));
  if (!zone) return std::nullopt;
  return WallTime(chrono::sys_days(date)) + chrono::hours(hour) + chrono::minutes(minute) +
         chrono::seconds(second) + fraction - *zone;
}

}  // namespace cxload::webphone
