#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>

#include <cxload/net/endpoint.hpp>

namespace cxload::net {
namespace {

void append_decimal(std::string& out, std::uint16_t number) {
  char digits[5];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  const std::string copy(text);  // inet_pton wants a terminated string
  Address result;
  in_addr v4{};
  if (copy.size() != std::strlen(copy.c_str())) return std::nullopt;
  if (::inet_pton(AF_INET, copy.c_str(), &v4) == 1) {
    result.bytes[10] = result.bytes[11] = 0xFF;
    std::memcpy(result.bytes.data() + 12, &v4, 4);
    return result;
  }
  if (::inet_pton(AF_INET6, copy.c_str(), result.bytes.data()) == 1) return result;
  return std::nullopt;
}

Address Address::loopback() {
  Address result;
  result.bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 0, 0, 1};
  return result;
}

bool Address::is_v4() const {
  constexpr std::array<std::uint8_t, 12> prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  return std::memcmp(bytes.data(), prefix.data(), prefix.size()) == 0;
}

bool Address::is_loopback() const {
  if (is_v4()) return bytes[12] == 127;
  return bytes[15] == 1 && std::all_of(bytes.begin(), bytes.end() - 1, [](std::uint8_t b) { return b == 0; });
}

bool Address::is_private() const {
  if (is_v4()) {
    const std::uint8_t a = bytes[12], b = bytes[13];
    return a == 10 || (a == 172 && (b & 0xF0) == 16) || (a == 192 && b == 168) || (a == 169 && b == 254);
  }
  const bool unique_local = (bytes[0] & 0xFE) == 0xFC;                    // RFC 4193
  const bool link_local = bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80;  // RFC 4291 2.5.6
  return unique_local || link_local;
}

void Address::append_to(std::string& out) const {
  if (is_v4()) {  // on the path of every message: no inet_ntop, which formats by sprintf
    for (std::size_t i = 12; i < 16; ++i) {
      if (i > 12) out += '.';
      append_decimal(out, bytes[i]);
    }
    return;
  }
  char text[INET6_ADDRSTRLEN];
  ::inet_ntop(AF_INET6, bytes.data(), text, sizeof text);
  out += text;
}

std::string Address::to_string() const {
  std::string out;
  append_to(out);
  return out;
}

void Endpoint::append_to(std::string& out) const {
  const bool brackets = !address.is_v4();
  if (brackets) out += '[';
  address.append_to(out);
  out += brackets ? "]:" : ":";
  append_decimal(out, port);
}

std::string Endpoint::to_string() const {
  std::string out;
  append_to(out);
  return out;
}

}  // namespace cxload::net
