// Reading and writing addresses as text.
#include <charconv>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/ice/address_text.hpp>

namespace cxload::ice {
namespace {

using stun::TransportAddress;

std::optional<TransportAddress> read_v4(std::string_view text) {
  const auto parts = text::split(text, '.');
  if (parts.size() != 4 || text.size() > 15) return std::nullopt;
  std::array<std::uint8_t, 4> host{};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto number = text::parse_unsigned(parts[i]);
    if (!number || *number > 255 || parts[i].size() > 3) return std::nullopt;
    host[i] = static_cast<std::uint8_t>(*number);
  }
  return TransportAddress::v4(host, 0);
}

/// Groups of one side of `::` into `bytes` from the start; how many bytes, or nothing.
std::optional<std::size_t> read_groups(std::string_view text, std::array<std::uint8_t, 16>& bytes) {
  std::size_t count = 0;
  if (text.empty()) return count;
  for (const auto group : text::split(text, ':')) {
    if (const auto v4 = read_v4(group); v4 && count <= 12) {  // only as the last group
      for (std::size_t i = 0; i < 4; ++i) bytes[count++] = v4->bytes[12 + i];
      if (group.data() + group.size() != text.data() + text.size()) return std::nullopt;
      continue;
    }
    unsigned value = 0;
    const auto [end, error] = std::from_chars(group.data(), group.data() + group.size(), value, 16);
    if (group.empty() || group.size() > 4 || error != std::errc{} || end != group.data() + group.size() ||
        count > 14)
      return std::nullopt;
    bytes[count++] = static_cast<std::uint8_t>(value >> 8);
    bytes[count++] = static_cast<std::uint8_t>(value & 0xFF);
  }
  return count;
}

}  // namespace

std::optional<TransportAddress> read_host(std::string_view text) {
  if (text.size() > 45 || text.find_first_of(" \t\r\n") != std::string_view::npos) return std::nullopt;
  if (text.find(':') == std::string_view::npos) return read_v4(text);
  TransportAddress result;
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos)
    return read_groups(text, result.bytes) == 16 ? std::optional(result) : std::nullopt;
  if (text.substr(0, gap).find('.') != std::string_view::npos) return std::nullopt;  // IPv4 ends the address
  std::array<std::uint8_t, 16> behind{};
  const auto before = read_groups(text.substr(0, gap), result.bytes);
  const auto after = read_groups(text.substr(gap + 2), behind);
  if (!before || !after || *before + *after > 14) return std::nullopt;
  for (std::size_t i = 0; i < *after; ++i) result.bytes[16 - *after + i] = behind[i];
  return result;
}

std::string write_host(const TransportAddress& address) {
  const auto& b = address.bytes;
  if (address.is_v4()) return fmt::format("{}.{}.{}.{}", b[12], b[13], b[14], b[15]);
  const auto group = [&b](std::size_t i) { return static_cast<unsigned>(b[2 * i] << 8 | b[2 * i + 1]); };
  std::size_t gap = 8;
  std::size_t longest = 1;  // a single group of zeros is written out (RFC 5952 4.2.2)
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t run = 0;
    while (i + run < 8 && group(i + run) == 0) ++run;
    if (run > longest) {
      longest = run;
      gap = i;
    }
  }
  std::string text;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == gap) {
      text += "::";
      i += longest - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    text += fmt::format("{:x}", group(i));
  }
  return text;
}

}  // namespace cxload::ice
