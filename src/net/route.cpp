#include "route.hpp"

#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

#include "os_failure.hpp"
#include "socket_address.hpp"

namespace cxload::net {

Outcome<Address> local_address_towards(const Endpoint& remote) {
  const int fd = ::socket(family_of(remote.address), SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return os_failure("udp", errno, "open a socket");
  const SocketAddress to(remote);
  // Connecting a datagram socket sends nothing; it only asks the routing table.
  const int error = ::connect(fd, to.get(), to.length) == 0 ? 0 : errno;
  const Endpoint local = local_endpoint(fd);
  ::close(fd);
  if (error != 0) return os_failure("udp", error, "find a route to " + remote.to_string());
  return local.address;
}

}  // namespace cxload::net
