/// AddressRange: addresses that share their first bits (RFC 4632, RFC 4291 2.3).
#pragma once
#include <optional>
#include <string_view>

#include <cxload/net/endpoint.hpp>

namespace cxload::net {

struct AddressRange {
  Address first;
  unsigned bits = 128;  ///< of the mapped form: 96 more than an IPv4 prefix says

  /// "192.0.2.0/24", "2001:db8::/32", or one address. Bits behind the prefix must be zero.
  [[nodiscard]] static std::optional<AddressRange> parse(std::string_view text);
  [[nodiscard]] bool contains(const Address& address) const;
};

}  // namespace cxload::net
