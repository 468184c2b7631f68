/// UdpSocket: datagrams of one local port, received in batches.
#pragma once
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/result.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/net/link.hpp>
#include <cxload/net/shard.hpp>

namespace cxload::net {

/// Threads: its shard's only. Handlers run on the shard's loop; the bytes are valid during the call.
class UdpSocket {
 public:
  struct Handlers {
    std::function<void(std::span<const std::byte> datagram, const Endpoint& from, TimePoint arrived)>
        on_datagram;
    /// An ICMP error came back for something sent to `to` ("udp.refused", "udp.unreachable").
    std::function<void(const Endpoint& to, const Failure& failure)> on_error = {};
  };
  /// Port 0: the system chooses. Failure: local.ports, local.descriptors, local.bind.
  static Outcome<std::unique_ptr<UdpSocket>> open(Shard& shard, const Endpoint& local, Handlers handlers);
  virtual ~UdpSocket() = default;
  /// Best effort, as UDP is; a full send buffer drops and counts.
  virtual void send(std::span<const std::byte> datagram, const Endpoint& to) = 0;
  [[nodiscard]] virtual Endpoint local() const = 0;
};

/// Every place that a door leads to, in the order of trying (RFC 3263), at most 64; looked up by `deadline`.
/// Failure: there is none, or none was known in time.
Awaitable<Outcome<std::vector<Endpoint>>> find_targets(Shard& shard, const Door& door, TimePoint deadline);

}  // namespace cxload::net
