#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/diagnostics.hpp>
#include <cxload/scenario/values.hpp>

namespace cxload::scenario {
namespace {

using std::chrono::duration_cast;
using namespace std::chrono_literals;

constexpr double highest_rate = 1e6;  // a second

struct Unit {
  std::string_view name;
  Duration length;
};
constexpr std::array<Unit, 5> duration_units{{{"us", 1us}, {"ms", 1ms}, {"s", 1s}, {"m", 1min}, {"h", 1h}}};
constexpr std::array<Unit, 5> rate_units{{{"s", 1s}, {"min", 1min}, {"m", 1min}, {"h", 1h}, {"d", 24h}}};

ValueError fault(std::size_t at, std::string what) { return {at, std::move(what)}; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits with at most one point at the start of `text`; no sign, no exponent.
std::size_t number_length(std::string_view text) {
  std::size_t length = 0;
  bool point = false;
  while (length < text.size() && (is_digit(text[length]) || (text[length] == '.' && !point))) {
    if (text[length] == '.') {
      if (length == 0 || length + 1 >= text.size() || !is_digit(text[length + 1])) break;
      point = true;
    }
    ++length;
  }
  return length;
}

double to_number(std::string_view digits) {
  double value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

const Unit* find_unit(std::span<const Unit> units, std::string_view name) {
  for (const Unit& unit : units)
    if (unit.name == name) return &unit;
  return nullptr;
}

/// Where the two sides of `a..b` meet; npos when it is no range.
std::size_t range_middle(std::string_view text) { return text.find(".."); }

}  // namespace

std::string UserRange::at(std::size_t index) const { return fmt::format("{:0{}}", first + index, width); }

bool UserRange::contains(std::string_view user) const {
  const auto number = text::parse_unsigned(user);
  return number && *number >= first && *number <= last &&
         at(static_cast<std::size_t>(*number - first)) == user;
}

Value<Duration> parse_duration(std::string_view text) {
  if (text.empty()) return fault(0, "a duration is missing (200ms, 5s, 2m, 1h)");
  Duration sum{};
  Duration finest = Duration::max();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t digits = number_length(text.substr(at));
    if (digits == 0) return fault(at, fmt::format("\"{}\" is not a duration (200ms, 5s, 2m, 1h)", text));
    std::size_t end = at + digits;
    while (end < text.size() && !is_digit(text[end])) ++end;
    const std::string_view name = text::trim(text.substr(at + digits, end - at - digits));
    const Unit* unit = find_unit(duration_units, name);
    if (name.empty()) return fault(at, fmt::format("\"{}\" needs a unit: ms, s, m or h", text));
    if (unit == nullptr)
      return fault(at + digits, fmt::format("\"{}\" is not a unit of time; known: ms, s, m, h", name));
    if (unit->length >= finest) return fault(at, fmt::format("\"{}\" has its units out of order", text));
    finest = unit->length;
    const double value = to_number(text.substr(at, digits)) * static_cast<double>(unit->length.count());
    if (value > static_cast<double>((longest_duration - sum).count()))
      return fault(0, fmt::format("\"{}\" is longer than a year", text));
    sum += Duration(std::llround(value));
    at = end;
  }
  return sum;
}

namespace {

/// One draw in 22,000 lies beyond this many means; cutting there keeps every use bounded.
constexpr int longest_in_means = 10;

Value<phone::DurationRange> parse_exponential(std::string_view text) {
  constexpr std::size_t head = std::string_view("exp(").size();
  if (!text.ends_with(')')) return fault(text.size(), "exp(…) is not closed");
  const auto mean = parse_duration(text::trim(text.substr(head, text.size() - head - 1)));
  if (!mean) return fault(head + mean.error().at, mean.error().what);
  if (*mean == Duration::zero()) return fault(head, "the mean of exp(…) is above 0");
  if (*mean > longest_duration / longest_in_means)
    return fault(head, "the mean of exp(…) is longer than a tenth of a year");
  return phone::DurationRange{Duration::zero(), *mean * longest_in_means, *mean};
}

}  // namespace

Value<phone::DurationRange> parse_duration_range(std::string_view text) {
  if (text.starts_with("exp(")) return parse_exponential(text);
  const std::size_t middle = range_middle(text);
  if (middle == std::string_view::npos) {
    const auto fixed = parse_duration(text);
    if (!fixed) return fixed.error();
    return phone::DurationRange{*fixed, *fixed};
  }
  const auto low = parse_duration(text::trim(text.substr(0, middle)));
  if (!low) return low.error();
  auto high = parse_duration(text::trim(text.substr(middle + 2)));
  if (!high) return fault(middle + 2 + high.error().at, high.error().what);
  if (*low > *high) return fault(0, fmt::format("impossible range \"{}\": it ends before it begins", text));
  return phone::DurationRange{*low, *high};
}

Value<Rate> parse_rate(std::string_view text) {
  const std::size_t digits = number_length(text);
  if (digits == 0) return fault(0, fmt::format("\"{}\" is not a rate (50/s, 300/min)", text));
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || !text::trim(text.substr(digits, slash - digits)).empty())
    return fault(digits, fmt::format("\"{}\" needs a unit: {}/s or {}/min", text, text.substr(0, digits),
                                     text.substr(0, digits)));
  const std::string_view name = text::trim(text.substr(slash + 1));
  const Unit* unit = find_unit(rate_units, name);
  if (unit == nullptr)
    return fault(slash + 1, fmt::format("\"{}\" is not a unit of a rate; known: /s, /min, /h", name));
  const double seconds = std::chrono::duration<double>(unit->length).count();
  const Rate rate{to_number(text.substr(0, digits)) / seconds};
  if (rate.per_second > highest_rate)
    return fault(0, fmt::format("\"{}\" is more than a million a second", text));
  return rate;
}

Value<double> parse_share(std::string_view text) {
  const std::size_t digits = number_length(text);
  if (digits == 0 || text::trim(text.substr(digits)) != "%")
    return fault(0, fmt::format("\"{}\" is not a share (30%, 100%)", text));
  const double percent = to_number(text.substr(0, digits));
  if (percent <= 0 || percent > 100) return fault(0, "a share is above 0% and at most 100%");
  return percent / 100;
}

Value<double> parse_bit_rate(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 4> units = {
      {{"bit/s", 1}, {"kbit/s", 1e3}, {"Mbit/s", 1e6}, {"Gbit/s", 1e9}}};
  const std::size_t digits = number_length(text);
  const std::string_view name = text::trim(text.substr(digits));
  for (const auto& [unit, factor] : units) {
    if (digits == 0 || name != unit) continue;
    const double rate = to_number(text.substr(0, digits)) * factor;
    if (rate < 1000) return fault(0, "a line carries at least 1kbit/s");
    return rate;
  }
  return fault(0, fmt::format("\"{}\" is not a bit rate (64kbit/s, 2Mbit/s)", text));
}

Value<UserRange> parse_user_range(std::string_view text) {
  const std::size_t middle = range_middle(text);
  const std::string_view low = text::trim(text.substr(0, middle));
  const std::string_view high = middle == std::string_view::npos ? low : text::trim(text.substr(middle + 2));
  const auto first = text::parse_unsigned(low);
  const auto last = text::parse_unsigned(high);
  if (!first || !last) return fault(0, fmt::format("\"{}\" is not a range of numbers (1000..1499)", text));
  if (*first > *last) return fault(0, fmt::format("impossible range \"{}\": it ends before it begins", text));
  const bool padded = (low.size() > 1 && low.front() == '0') || (high.size() > 1 && high.front() == '0');
  if (padded && low.size() != high.size())
    return fault(
        0, fmt::format("impossible range \"{}\": with leading zeros both ends need as many digits", text));
  if (*last - *first >= most_users)
    return fault(0, fmt::format("\"{}\" are more than {} users", text, most_users));
  return UserRange{*first, *last, padded ? low.size() : 0};
}

Value<std::uint64_t> parse_whole(std::string_view text, std::uint64_t low, std::uint64_t high) {
  const auto number = text::parse_unsigned(text);
  if (!number) return fault(0, fmt::format("\"{}\" is not a whole number", text));
  if (*number < low || *number > high)
    return fault(0, fmt::format("{} is not between {} and {}", text, low, high));
  return *number;
}

Value<bool> parse_flag(std::string_view text) {
  for (const std::string_view yes : {"true", "yes", "on"})
    if (text::iequals(text, yes)) return true;
  for (const std::string_view no : {"false", "no", "off"})
    if (text::iequals(text, no)) return false;
  return fault(0, fmt::format("\"{}\" is neither true nor false", text));
}

std::string to_text(Duration duration) {
  if (duration == Duration::zero()) return "0s";
  if (duration < 0s) return "-" + to_text(-duration);
  if (duration < 1s)
    return fmt::format("{:.6g}ms", std::chrono::duration<double, std::milli>(duration).count());
  std::string out;
  const auto hours = duration_cast<std::chrono::hours>(duration);
  const auto minutes = duration_cast<std::chrono::minutes>(duration - hours);
  const double seconds = std::chrono::duration<double>(duration - hours - minutes).count();
  if (hours.count() != 0) out += fmt::format("{}h", hours.count());
  if (minutes.count() != 0) out += fmt::format("{}m", minutes.count());
  if (seconds > 0) out += fmt::format("{:.5g}s", seconds);
  return out;
}

std::string to_text(const phone::DurationRange& range) {
  if (range.mean > Duration::zero()) return fmt::format("exp({})", to_text(range.mean));
  return range.low == range.high ? to_text(range.low) : to_text(range.low) + ".." + to_text(range.high);
}

std::string to_text(Rate rate) {
  if (rate.per_second == 0 || rate.per_second >= 0.5) return fmt::format("{:.4g}/s", rate.per_second);
  if (rate.per_second * 60 >= 0.5) return fmt::format("{:.4g}/min", rate.per_second * 60);
  return fmt::format("{:.4g}/h", rate.per_second * 3600);
}

std::string slug_of(std::string_view name) {
  std::string slug;
  for (const char c : text::to_lower(name)) {
    if (slug.size() >= 64) break;
    if (is_digit(c) || (c >= 'a' && c <= 'z')) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? "run" : slug;
}

}  // namespace cxload::scenario
