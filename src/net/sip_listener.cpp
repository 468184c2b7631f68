#include <span>

#include <cxload/net/sip_listener.hpp>
#include <cxload/net/udp.hpp>

#include "tcp_sip_listener.hpp"

namespace cxload::net {
namespace {

class UdpSipListener final : public SipListener {
 public:
  static Outcome<std::unique_ptr<SipListener>> open(Shard& shard, const Endpoint& local, Handlers handlers) {
    auto listener = std::make_unique<UdpSipListener>(std::move(handlers));
    UdpSocket::Handlers on_socket;
    on_socket.on_datagram = [self = listener.get()](std::span<const std::byte> datagram, const Endpoint& from,
                                                    TimePoint arrived) {
      const std::string_view message(reinterpret_cast<const char*>(datagram.data()), datagram.size());
      // RFC 5626 4.4.1 has no CRLF keep-alive over UDP; who sends one is not answered.
      if (message.find_first_not_of("\r\n") != std::string_view::npos)
        self->handlers_.on_message(message, {from, 0}, arrived);
    };
    on_socket.on_error = [self = listener.get()](const Endpoint& to, const Failure& failure) {
      if (self->handlers_.on_lost) self->handlers_.on_lost({to, 0}, failure);
    };
    auto socket = UdpSocket::open(shard, local, std::move(on_socket));
    if (!socket) return socket.error();
    listener->socket_ = std::move(*socket);
    return std::unique_ptr<SipListener>(std::move(listener));
  }

  explicit UdpSipListener(Handlers handlers) : handlers_(std::move(handlers)) {}

  TimePoint send(std::string_view message, const SipPeer& to) override {
    const TimePoint now = Clock::now();
    socket_->send(std::as_bytes(std::span(message)), to.remote);
    return now;
  }
  [[nodiscard]] Endpoint local() const override { return socket_->local(); }

 private:
  Handlers handlers_;
  std::unique_ptr<UdpSocket> socket_;
};

}  // namespace

Outcome<std::unique_ptr<SipListener>> SipListener::open(Shard& shard, Scheme scheme, const Endpoint& local,
                                                        Handlers handlers) {
  if (is_reliable(scheme)) return open_tcp_sip_listener(shard, local, std::move(handlers));
  return UdpSipListener::open(shard, local, std::move(handlers));
}

}  // namespace cxload::net
