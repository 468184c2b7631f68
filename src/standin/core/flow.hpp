/// Flow: the way back to whoever sent a message (RFC 5626 3.1): a connection, or a UDP address.
#pragma once
#include <compare>
#include <cstdint>

#include <cxload/net/endpoint.hpp>
#include <cxload/net/link.hpp>

namespace cxload::standin {

enum class ConnectionId : std::uint64_t { none = 0 };

struct Flow {
  net::Scheme scheme = net::Scheme::udp;
  ConnectionId connection = ConnectionId::none;  ///< none on udp
  net::Endpoint remote;

  [[nodiscard]] bool is_reliable() const { return net::is_reliable(scheme); }
  auto operator<=>(const Flow&) const = default;
};

}  // namespace cxload::standin
