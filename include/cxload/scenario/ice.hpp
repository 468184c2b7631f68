/// IceRules: the STUN and TURN servers of a group (CONTRACT 2, `ice`).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <cxload/scenario/deployment.hpp>
#include <cxload/scenario/values.hpp>

namespace cxload::scenario {

/// As RFC 7064 and RFC 7065 write it: stun:stun.example.com, turn:192.0.2.1:3478?transport=tcp,
/// turns:turn.example.com.
struct IceUrl {
  bool relays = false;
  DoorUrl door;  ///< udp, tcp or tls

  [[nodiscard]] std::string to_text() const;
  bool operator==(const IceUrl&) const = default;
};

[[nodiscard]] Value<IceUrl> parse_ice_url(std::string_view url);

struct IceServer {
  IceUrl url;
  std::string username, password;
};

struct IceRules {
  std::vector<IceServer> servers;
  bool relay_only = false;                       ///< `policy: relay`
  Duration gathering = std::chrono::seconds(5);  ///< servers that are silent so long are left out
};

}  // namespace cxload::scenario
