#include "edge.hpp"

namespace cxload::standin {

Edge::Edge(net::Shard& shard, const Config& config, Certificates& certificates, EdgeHandler& handler)
    : shard_(shard), config_(config), certificates_(certificates), handler_(handler) {}

Edge::~Edge() {
  for (const auto& [id, connection] : connections_) connection->abandon();
}

net::Endpoint Edge::wanted(net::Scheme scheme) const {
  const auto port = config_.ports.find(scheme);
  return {net::Address::parse(config_.listen).value_or(net::Address::loopback()),
          port == config_.ports.end() ? std::uint16_t{0} : port->second};
}

Outcome<> Edge::open() {
  if (const Outcome<> opened = open_udp(); !opened) return opened;
  constexpr std::array<std::pair<net::Scheme, MakeConnection>, 4> kinds = {{
      {net::Scheme::tcp, &make_tcp_connection},
      {net::Scheme::tls, &make_tls_connection},
      {net::Scheme::ws, &make_ws_connection},
      {net::Scheme::wss, &make_wss_connection},
  }};
  for (const auto& [scheme, make] : kinds)
    if (const Outcome<> opened = open_listener(scheme, make); !opened) return opened;
  return {};
}

Outcome<> Edge::open_udp() {
  net::UdpSocket::Handlers handlers;
  handlers.on_datagram = [this](std::span<const std::byte> datagram, const net::Endpoint& from, TimePoint) {
    on_datagram(datagram, from);
  };
  auto socket = net::UdpSocket::open(shard_, wanted(net::Scheme::udp), std::move(handlers));
  if (!socket) return socket.error();
  udp_ = std::move(*socket);
  doors_[net::Scheme::udp] = udp_->local();
  return {};
}

void Edge::take_websocket(TcpSocket socket, const net::Endpoint& remote) {
  take(net::Scheme::ws, &make_ws_connection, std::move(socket), remote);
}

void Edge::take(net::Scheme scheme, MakeConnection make, TcpSocket socket, const net::Endpoint& remote) {
  const Place place{shard_, *this,
                    &certificates_.at(scheme == net::Scheme::tls ? TlsPlace::tls : TlsPlace::wss),
                    config_.reap_after};
  const std::uint64_t id = ++last_connection_;
  const auto connection = make(place, std::move(socket), {scheme, static_cast<ConnectionId>(id), remote});
  connections_.emplace(id, connection);
  connection->start();
}

Outcome<> Edge::open_listener(net::Scheme scheme, MakeConnection make) {
  auto listener = Listener::open(shard_, wanted(scheme),
                                 [this, scheme, make](TcpSocket socket, const net::Endpoint& remote) {
                                   take(scheme, make, std::move(socket), remote);
                                 });
  if (!listener) return listener.error();
  doors_[scheme] = (*listener)->local();
  listeners_.push_back(std::move(*listener));
  return {};
}

void Edge::on_datagram(std::span<const std::byte> datagram, const net::Endpoint& from) {
  const std::string_view message(reinterpret_cast<const char*>(datagram.data()), datagram.size());
  const Flow flow{net::Scheme::udp, ConnectionId::none, from};
  if (message.find_first_not_of("\r\n") != std::string_view::npos)
    return handler_.on_edge_message(flow, message);
  // RFC 5626 keeps UDP flows alive with STUN; phones send CRLFCRLF all the same, and like to hear something.
  if (message == "\r\n\r\n" && handler_.edge_manners(net::Scheme::udp).answers_keepalive) send(flow, "\r\n");
}

bool Edge::send(const Flow& flow, std::string_view message) {
  if (!flow.is_reliable()) {
    udp_->send(std::as_bytes(std::span(message)), flow.remote);
    return true;
  }
  const auto found = connections_.find(static_cast<std::uint64_t>(flow.connection));
  return found != connections_.end() && found->second->send(message);
}

void Edge::on_message(const Flow& flow, std::string_view message) { handler_.on_edge_message(flow, message); }

void Edge::on_closed(const Flow& flow) {
  connections_.erase(static_cast<std::uint64_t>(flow.connection));
  handler_.on_edge_closed(flow);
}

}  // namespace cxload::standin
