/// Address and Endpoint: plain values for IPv4 and IPv6, without Asio in the header.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cxload::net {

/// An IPv4 address is held mapped (::ffff:a.b.c.d), so comparison and hashing have one form.
struct Address {
  std::array<std::uint8_t, 16> bytes{};

  [[nodiscard]] static std::optional<Address> parse(std::string_view text);  ///< no brackets, no zone
  [[nodiscard]] static Address loopback();                                   ///< 127.0.0.1
  [[nodiscard]] bool is_v4() const;
  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] bool is_private() const;        ///< RFC 1918, RFC 4193, link-local
  [[nodiscard]] std::string to_string() const;  ///< "192.0.2.1", "2001:db8::1"
  void append_to(std::string& out) const;       ///< the same at the end of `out`
  auto operator<=>(const Address&) const = default;
};

struct Endpoint {
  Address address;
  std::uint16_t port = 0;

  [[nodiscard]] std::string to_string() const;  ///< "192.0.2.1:5060", "[2001:db8::1]:5060"
  void append_to(std::string& out) const;       ///< the same at the end of `out`
  auto operator<=>(const Endpoint&) const = default;
};

}  // namespace cxload::net
