#include <cxload/net/udp.hpp>
#include <cxload/rtp/packet.hpp>

#include "pipe.hpp"

namespace cxload::standin {
namespace {

/// Hears only the address that the call agreed on, and answers where its packets come from: no reflector for
/// strangers.
class PlainPipe final : public MediaPipe {
 public:
  explicit PlainPipe(Hears hears) : hears_(std::move(hears)) {}

  Outcome<> open(net::Shard& shard, const net::Address& address) {
    net::UdpSocket::Handlers handlers;
    handlers.on_datagram = [this](std::span<const std::byte> datagram, const net::Endpoint& from, TimePoint) {
      const bool is_peer = remote_ && from.address == remote_->address;
      if (!is_peer || datagram.size() > largest_packet || !rtp::looks_like_rtp(datagram)) return;
      remote_ = from;
      hears_.rtp(datagram);
    };
    auto socket = net::UdpSocket::open(shard, {address, 0}, std::move(handlers));
    if (!socket) return socket.error();
    socket_ = std::move(*socket);
    return {};
  }

  [[nodiscard]] std::uint16_t port() const override { return socket_->local().port; }
  void set_remote(const net::Endpoint& remote) override { remote_ = remote; }
  void send(PacketBuffer& buffer, std::size_t size) override {
    if (remote_ && remote_->port != 0) socket_->send(std::span(buffer).first(size), *remote_);
  }

 private:
  Hears hears_;
  std::unique_ptr<net::UdpSocket> socket_;
  std::optional<net::Endpoint> remote_;
};

}  // namespace

std::unique_ptr<MediaPipe> open_plain_pipe(net::Shard& shard, const net::Address& address,
                                           MediaPipe::Hears hears) {
  auto pipe = std::make_unique<PlainPipe>(std::move(hears));
  if (!pipe->open(shard, address)) return nullptr;
  return pipe;
}

}  // namespace cxload::standin
