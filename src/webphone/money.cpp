#include <cmath>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/money.hpp>

namespace cxload::webphone {
namespace {

constexpr std::int64_t unit = 10'000;
constexpr std::size_t most_digits = 14, most_decimals = 4;

}  // namespace

std::optional<Money> Money::parse(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  std::string decimals(dot == std::string_view::npos ? std::string_view("0") : text.substr(dot + 1));
  if (whole.size() > most_digits || decimals.empty() || decimals.size() > most_decimals) return std::nullopt;
  decimals.resize(most_decimals, '0');
  const auto units = text::parse_unsigned(whole), parts = text::parse_unsigned(decimals);
  if (!units || !parts) return std::nullopt;
  const auto count = static_cast<std::int64_t>(*units) * unit + static_cast<std::int64_t>(*parts);
  return Money(is_negative ? -count : count);
}

std::optional<Money> Money::from(const Json& value) {
  if (const auto* text = value.if_text()) return parse(*text);
  const auto number = value.if_number();
  if (!number || !(std::abs(*number) < 1e11))
    return std::nullopt;  // a double still tells ten-thousandths apart
  return Money(std::llround(*number * static_cast<double>(unit)));
}

std::string Money::text() const {
  const std::int64_t size = std::abs(count_);
  std::string decimals = fmt::format("{:04}", size % unit);
  while (decimals.size() > 2 && decimals.back() == '0') decimals.pop_back();
  return fmt::format("{}{}.{}", count_ < 0 ? "-" : "", size / unit, decimals);
}

}  // namespace cxload::webphone
