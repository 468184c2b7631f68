#include "rtp_engine.hpp"

#include <fmt/format.h>

#include <cxload/rtp/packet.hpp>
#include <cxload/sdp/secure_transport.hpp>

namespace cxload::phone {
namespace {

std::optional<net::Endpoint> endpoint_of(const std::string& address, std::uint16_t port) {
  const std::optional<net::Address> parsed = net::Address::parse(address);
  return parsed && port != 0 ? std::optional(net::Endpoint{*parsed, port}) : std::nullopt;
}

}  // namespace

RtpEngine::RtpEngine(net::Shard& shard, Random& random, const net::NetworkProfile& network,
                     sdp::Keying keying)
    : shard_(shard),
      random_(random),
      network_(network),
      sdes_(keying == sdp::Keying::sdes ? std::make_unique<srtp::Sdes>() : nullptr),
      audio_(
          shard, random,
          [this](std::span<std::byte> buffer, std::size_t size) { return send_rtp(buffer, size); },
          [this](std::span<std::byte> buffer, std::size_t size) { return send_rtcp(buffer, size); }) {}

std::unique_ptr<MediaEngine> make_rtp_engine(net::Shard& shard, Random& random,
                                             const net::NetworkProfile& network) {
  return std::make_unique<RtpEngine>(shard, random, network, sdp::Keying::none);
}

void RtpEngine::describe(sdp::SessionDescription& own, sdp::Media& media, bool is_offer) {
  sdp::SecureTransport transport;
  transport.crypto = sdes_->describe(is_offer);
  sdp::write_transport(own, media, transport);
}

Outcome<> RtpEngine::hear(const sdp::SessionDescription& theirs, const sdp::Media& media, bool is_offer) {
  const auto transport = sdp::read_transport(theirs, media);
  return sdes_->hear(transport ? transport->crypto : std::vector<std::string>(), is_offer);
}

std::optional<Failure> RtpEngine::failure() const {
  if (!sdes_ || audio_.has_heard() || sdes_->forged() == 0) return std::nullopt;
  return Failure{"srtp.auth", fmt::format("{} packets came, and none was protected with the keys agreed on",
                                          sdes_->forged())};
}

bool RtpEngine::send_rtp(std::span<std::byte> buffer, std::size_t size) {
  if (!remote_) return false;
  if (sdes_) size = sdes_->protect_rtp(buffer, size);
  if (size > 0) sockets_->rtp->send(buffer.first(size), *remote_);
  return size > 0;
}

bool RtpEngine::send_rtcp(std::span<std::byte> buffer, std::size_t size) {
  if (!remote_rtcp_ || !sockets_) return false;
  if (sdes_) size = sdes_->protect_rtcp(buffer, size);
  if (size > 0) sockets_->rtcp->send(buffer.first(size), *remote_rtcp_);
  return size > 0;
}

void RtpEngine::on_rtp(std::span<const std::byte> datagram, TimePoint arrived) {
  if (rtp::looks_like_rtcp(datagram)) return on_rtcp(datagram, arrived);
  if (!sdes_) return audio_.on_packet(datagram, arrived);
  const std::span<const std::byte> packet = sdes_->open(datagram, false);
  if (!packet.empty()) audio_.on_packet(packet, arrived);
}

void RtpEngine::on_rtcp(std::span<const std::byte> datagram, TimePoint arrived) {
  audio_.on_rtcp(sdes_ ? sdes_->open(datagram, true) : datagram, arrived);
}

Outcome<std::uint16_t> RtpEngine::open(const net::Address& address) {
  if (!sockets_) {
    net::UdpSocket::Handlers rtp, rtcp;
    rtp.on_datagram = [this](std::span<const std::byte> datagram, const net::Endpoint&, TimePoint arrived) {
      on_rtp(datagram, arrived);
    };
    rtcp.on_datagram = [this](std::span<const std::byte> datagram, const net::Endpoint&, TimePoint arrived) {
      on_rtcp(datagram, arrived);
    };
    Outcome<net::UdpPair> sockets = net::UdpPair::open(shard_, address, rtp, rtcp, network_, random_);
    if (!sockets) return sockets.error();
    sockets_ = std::move(*sockets);
  }
  return sockets_->rtp->local().port;
}

TimePoint RtpEngine::start(const sdp::AgreedStream& agreed, std::function<void(TimePoint)> on_first) {
  retarget(agreed);
  return audio_.start(std::move(on_first));
}

void RtpEngine::retarget(const sdp::AgreedStream& agreed) {
  audio_.agree(agreed);
  remote_ = endpoint_of(agreed.remote_address, agreed.remote_port);
  remote_rtcp_ = endpoint_of(agreed.remote_rtcp.address, agreed.remote_rtcp.port);
}

}  // namespace cxload::phone
