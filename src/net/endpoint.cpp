#include <algorithm>
#include <arpa/inet.h>
#include <cstring>

#include <cxload/net/endpoint.hpp>

namespace cxload::net {
namespace {

// Every message holds an address: inet_ntop and its sprintf would be a twentieth of a call.
using Writing = char*;  ///< where the next character goes
constexpr std::size_t longest_v4 = sizeof "255.255.255.255:65535" - 1;

Writing write_decimal(Writing to, unsigned number) {
  unsigned unit = 1;
  while (number / unit >= 10) unit *= 10;
  for (; unit > 0; unit /= 10) *to++ = static_cast<char>('0' + number / unit % 10);
  return to;
}

Writing write_v4(Writing to, const Address& address) {
  for (std::size_t i = 12; i < 16; ++i) {
    if (i > 12) *to++ = '.';
    to = write_decimal(to, address.bytes[i]);
  }
  return to;
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
  if (is_v4()) {
    std::array<char, longest_v4> text;
    out.append(text.data(), write_v4(text.data(), *this));
  } else {
    char text[INET6_ADDRSTRLEN];
    ::inet_ntop(AF_INET6, bytes.data(), text, sizeof text);
    out += text;
  }
}

std::string Address::to_string() const {
  std::string out;
  append_to(out);
  return out;
}

void Endpoint::append_to(std::string& out) const {
  std::array<char, longest_v4> text;
  Writing at = text.data();
  if (address.is_v4()) {
    at = write_v4(at, address);
  } else {
    out += '[';
    address.append_to(out);
    *at++ = ']';
  }
  *at++ = ':';
  out.append(text.data(), write_decimal(at, port));
}

std::string Endpoint::to_string() const {
  std::string out;
  append_to(out);
  return out;
}

}  // namespace cxload::net
