#include "rtp_engine.hpp"

namespace cxload::phone {

RtpEngine::RtpEngine(net::Shard& shard, Random& random, const net::NetworkProfile& network)
    : shard_(shard),
      random_(random),
      network_(network),
      audio_(shard, random, [this](std::span<std::byte> buffer, std::size_t size) {
        if (remote_) socket_->send(buffer.first(size), *remote_);
        return remote_.has_value();
      }) {}

std::unique_ptr<MediaEngine> make_rtp_engine(net::Shard& shard, Random& random,
                                             const net::NetworkProfile& network) {
  return std::make_unique<RtpEngine>(shard, random, network);
}

Outcome<std::uint16_t> RtpEngine::open(const net::Address& address) {
  if (!socket_) {
    net::UdpSocket::Handlers handlers;
    handlers.on_datagram = [this](std::span<const std::byte> datagram, const net::Endpoint&,
                                  TimePoint arrived) { audio_.on_packet(datagram, arrived); };
    Outcome<std::unique_ptr<net::UdpSocket>> socket =
        net::open_impaired(shard_, {address, 0}, std::move(handlers), network_, random_);
    if (!socket) return socket.error();
    socket_ = std::move(*socket);
  }
  return socket_->local().port;
}

TimePoint RtpEngine::start(const sdp::AgreedStream& agreed, std::function<void(TimePoint)> on_first) {
  retarget(agreed);
  return audio_.start(std::move(on_first));
}

void RtpEngine::retarget(const sdp::AgreedStream& agreed) {
  audio_.agree(agreed);
  const std::optional<net::Address> address = net::Address::parse(agreed.remote_address);
  remote_ = address ? std::optional(net::Endpoint{*address, agreed.remote_port}) : std::nullopt;
}

}  // namespace cxload::phone
