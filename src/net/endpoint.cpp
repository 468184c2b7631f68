#include <algorithm>
#include <arpa/inet.h>
#include <cstring>

#include <cxload/net/endpoint.hpp>

namespace cxload::net {

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
  return bytes[10] == 0xFF && bytes[11] == 0xFF &&
         std::all_of(bytes.begin(), bytes.begin() + 10, [](std::uint8_t b) { return b == 0; });
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

std::string Address::to_string() const {
  char out[INET6_ADDRSTRLEN];
  const bool v4 = is_v4();
  ::inet_ntop(v4 ? AF_INET : AF_INET6, bytes.data() + (v4 ? 12 : 0), out, sizeof out);
  return out;
}

std::string Endpoint::to_string() const {
  const std::string host = address.is_v4() ? address.to_string() : "[" + address.to_string() + "]";
  return host + ":" + std::to_string(port);
}

}  // namespace cxload::net
