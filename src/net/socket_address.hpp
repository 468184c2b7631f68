/// Endpoint to and from the kernel's socket addresses.
#pragma once
#include <netinet/in.h>
#include <sys/socket.h>

#include <cxload/net/endpoint.hpp>

namespace cxload::net {

/// A sockaddr of either family with its length. IPv4 stays IPv4 on the wire, only Address holds it mapped.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = sizeof(sockaddr_storage);

  SocketAddress() = default;
  explicit SocketAddress(const Endpoint& endpoint);
  [[nodiscard]] sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  [[nodiscard]] Endpoint endpoint() const;
};

[[nodiscard]] Endpoint to_endpoint(const sockaddr* address);
[[nodiscard]] Endpoint local_endpoint(int fd);
[[nodiscard]] inline int family_of(const Address& address) { return address.is_v4() ? AF_INET : AF_INET6; }

}  // namespace cxload::net
