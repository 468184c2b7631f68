/// Addresses as text, without sockets: dotted IPv4 and RFC 4291's IPv6.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <cxload/stun/address.hpp>

namespace cxload::ice {

/// The host part alone, its port 0; no brackets, no zone.
[[nodiscard]] std::optional<stun::TransportAddress> read_host(std::string_view text);
/// RFC 5952's form.
[[nodiscard]] std::string write_host(const stun::TransportAddress& address);

}  // namespace cxload::ice
