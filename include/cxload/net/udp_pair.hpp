/// UdpPair: a socket for RTP and one for RTCP on the port behind it, as RFC 3550 11 wants them.
#pragma once
#include <memory>

#include <cxload/net/impairment.hpp>
#include <cxload/net/udp.hpp>

namespace cxload::net {

/// Threads: its shard's only.
struct UdpPair {
  std::unique_ptr<UdpSocket> rtp, rtcp;

  /// An even port and the odd one behind it where the system has both; else any two: then descriptions must
  /// say where RTCP goes (RFC 3605). Failure: as UdpSocket::open.
  static Outcome<UdpPair> open(Shard& shard, const Address& address, const UdpSocket::Handlers& rtp,
                               const UdpSocket::Handlers& rtcp, const NetworkProfile& network,
                               Random& random);

  /// Of a pair that open() made.
  [[nodiscard]] bool is_adjacent() const { return rtcp->local().port == rtp->local().port + 1; }
};

}  // namespace cxload::net
