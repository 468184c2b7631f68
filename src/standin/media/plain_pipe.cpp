#include <cxload/net/udp_pair.hpp>
#include <cxload/rtp/packet.hpp>
#include <cxload/srtp/sdes.hpp>

#include "pipe.hpp"

namespace cxload::standin {
namespace {

/// Hears only the address that the call agreed on, and answers where its packets come from: no reflector for
/// strangers. RTCP has the port behind, here and there. With SDES all of it is SRTP.
class PlainPipe final : public MediaPipe {
 public:
  PlainPipe(sdp::Keying keying, Hears hears)
      : hears_(std::move(hears)),
        sdes_(keying == sdp::Keying::sdes ? std::make_unique<srtp::Sdes>() : nullptr) {}

  Outcome<> open(net::Shard& shard, const net::Address& address, Random& random) {
    net::UdpSocket::Handlers rtp, rtcp;
    rtp.on_datagram = [this](std::span<const std::byte> datagram, const net::Endpoint& from, TimePoint) {
      if (is_fit(datagram, from)) on_rtp(datagram, from);
    };
    rtcp.on_datagram = [this](std::span<const std::byte> datagram, const net::Endpoint& from, TimePoint) {
      if (is_fit(datagram, from)) on_rtcp(datagram);
    };
    auto sockets = net::UdpPair::open(shard, address, rtp, rtcp, {}, random);
    if (!sockets) return sockets.error();
    sockets_ = std::move(*sockets);
    return {};
  }

  [[nodiscard]] std::uint16_t port() const override { return sockets_.rtp->local().port; }
  [[nodiscard]] std::uint16_t rtcp_port() const override {
    return sockets_.is_adjacent() ? std::uint16_t{0} : sockets_.rtcp->local().port;
  }
  void set_remote(const net::Endpoint& rtp, const net::Endpoint& rtcp) override {
    remote_ = rtp;
    remote_rtcp_ = rtcp;
  }
  void send(PacketBuffer& buffer, std::size_t size) override {
    if (!remote_ || remote_->port == 0) return;
    if (sdes_) size = sdes_->protect_rtp(buffer, size);
    if (size > 0) send_clear(buffer, size);
  }
  void send_rtcp(PacketBuffer& buffer, std::size_t size) override {
    if (!remote_rtcp_ || remote_rtcp_->port == 0) return;
    if (sdes_) size = sdes_->protect_rtcp(buffer, size);
    if (size > 0) sockets_.rtcp->send(std::span(buffer).first(size), *remote_rtcp_);
  }
  void send_clear(PacketBuffer& buffer, std::size_t size) override {
    if (remote_ && remote_->port != 0) sockets_.rtp->send(std::span(buffer).first(size), *remote_);
  }
  Outcome<> accept(const sdp::SecureTransport& remote, bool is_offer) override {
    return sdes_ ? sdes_->hear(remote.crypto, is_offer) : Outcome<>();
  }
  sdp::SecureTransport describe(bool is_offer) override {
    sdp::SecureTransport transport;
    if (sdes_) transport.crypto = sdes_->describe(is_offer);
    return transport;
  }

 private:
  [[nodiscard]] bool is_fit(std::span<const std::byte> datagram, const net::Endpoint& from) const {
    return remote_ && from.address == remote_->address && datagram.size() <= largest_packet &&
           rtp::looks_like_rtp(datagram);
  }
  void on_rtp(std::span<const std::byte> datagram, const net::Endpoint& from) {
    if (rtp::looks_like_rtcp(datagram)) return on_rtcp(datagram);
    const std::span<const std::byte> packet = sdes_ ? sdes_->open(datagram, false) : datagram;
    if (packet.empty()) return;
    remote_ = from;
    hears_.rtp(packet);
  }
  void on_rtcp(std::span<const std::byte> datagram) {
    const std::span<const std::byte> compound = sdes_ ? sdes_->open(datagram, true) : datagram;
    if (hears_.rtcp && !compound.empty()) hears_.rtcp(compound);
  }

  Hears hears_;
  net::UdpPair sockets_;
  std::optional<net::Endpoint> remote_, remote_rtcp_;
  std::unique_ptr<srtp::Sdes> sdes_;  ///< null: plain RTP
};

}  // namespace

std::unique_ptr<MediaPipe> open_plain_pipe(net::Shard& shard, const net::Address& address, Random& random,
                                           sdp::Keying keying, MediaPipe::Hears hears) {
  auto pipe = std::make_unique<PlainPipe>(keying, std::move(hears));
  if (!pipe->open(shard, address, random)) return nullptr;
  return pipe;
}

}  // namespace cxload::standin
