/// IceServers: whom a phone asks for addresses beside its own: STUN and TURN servers.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/failure.hpp>
#include <cxload/net/link.hpp>

namespace cxload::net {

struct IceServer {
  bool relays = false;  ///< TURN; else STUN, which only tells
  Door door;            ///< udp; for TURN tcp and tls, too
  std::string username, password;
};

/// Lifetime: outlives the channels that ask. Threads: read-only while they do.
struct IceServers {
  static constexpr std::size_t most = 6;
  std::vector<IceServer> servers;
  bool relay_only = false;                      ///< nothing is sent but through a relay
  Duration patience = std::chrono::seconds(5);  ///< a silent server costs no more

  [[nodiscard]] bool empty() const { return servers.empty(); }
};

/// What came of asking one server.
struct IceServerReport {
  bool relays = false;
  Scheme scheme = Scheme::udp;
  Duration took{};                 ///< of a good one
  std::optional<Failure> failure;  ///< turn.*, stun.*, and those of the way there: dns.*, udp.*, tcp.*, tls.*
};

}  // namespace cxload::net
