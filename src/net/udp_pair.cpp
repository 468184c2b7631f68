#include <cxload/net/udp_pair.hpp>

namespace cxload::net {
namespace {

/// A system with many sockets has few neighbours left; then any two ports will do.
constexpr int most_tries = 3;

}  // namespace

Outcome<UdpPair> UdpPair::open(Shard& shard, const Address& address, const UdpSocket::Handlers& rtp,
                               const UdpSocket::Handlers& rtcp, const NetworkProfile& network,
                               Random& random) {
  const auto open_at = [&](unsigned port, const UdpSocket::Handlers& handlers) {
    return open_impaired(shard, {address, static_cast<std::uint16_t>(port)}, handlers, network, random);
  };
  for (int i = 0; i < most_tries; ++i) {
    auto first = open_at(0, rtp);
    if (!first) return first.error();
    const unsigned port = (*first)->local().port;
    if (port % 2 == 1) {  // the RTCP of the port before it
      first->reset();
      first = open_at(port - 1, rtp);
      if (!first) continue;
    }
    auto second = open_at((*first)->local().port + 1U, rtcp);
    if (second) return UdpPair{std::move(*first), std::move(*second)};
  }
  auto any = open_at(0, rtp);
  if (!any) return any.error();
  auto other = open_at(0, rtcp);
  if (!other) return other.error();
  return UdpPair{std::move(*any), std::move(*other)};
}

}  // namespace cxload::net
