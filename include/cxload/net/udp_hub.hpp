/// UdpHub: one UDP socket for many phones of a shard; datagrams find their phone by the token it puts on the
/// wire.
#pragma once
#include <map>
#include <memory>
#include <string>

#include <cxload/net/link.hpp>
#include <cxload/net/shard.hpp>

namespace cxload::net {

/// Finds the phone a SIP datagram is for: the characters behind the branch cookie of a response's top Via, or
/// the user part of a request's Request-URI. Empty when there is none.
[[nodiscard]] std::string_view hub_token(std::string_view datagram, std::size_t token_size);

class UdpHub;

/// The hubs of one shard, one for each door. Threads: the shard's only. Lifetime: outlives the links it
/// opened.
class UdpHubs {
 public:
  UdpHubs(Shard& shard, std::size_t token_size);
  ~UdpHubs();
  UdpHubs(const UdpHubs&) = delete;
  UdpHubs& operator=(const UdpHubs&) = delete;
  /// Like open_link(), over the socket the door's phones share; Link::was_open_at_once() when it is there
  /// already. `token` is on every request of this phone.
  [[nodiscard]] std::unique_ptr<Link> open(const Door& door, std::string token, LinkHandler& handler);
  /// Datagrams for nobody: late answers to phones that are gone, and strangers.
  [[nodiscard]] std::uint64_t stray() const;
  /// Datagrams from an address that was not asked.
  struct Foreign {
    std::uint64_t datagrams = 0;
    Endpoint first;
  };
  [[nodiscard]] Foreign foreign() const;

 private:
  Shard& shard_;
  std::size_t token_size_;
  std::map<const Door*, std::unique_ptr<UdpHub>> hubs_;
};

}  // namespace cxload::net
