#include "http_door.hpp"

#include "../doors/sort_socket.hpp"

namespace cxload::standin::web {

Outcome<std::unique_ptr<HttpDoor>> HttpDoor::open(net::Shard& shard, const net::Endpoint& local,
                                                  boost::asio::ssl::context* tls, Serve serve,
                                                  const HttpManners& manners, const HttpLimits& limits) {
  std::unique_ptr<HttpDoor> door(new HttpDoor(shard, tls, std::move(serve), manners, limits));
  auto listener = Listener::open(
      shard, local, [raw = door.get()](boost::asio::ip::tcp::socket socket, const net::Endpoint& remote) {
        raw->welcome(std::move(socket), remote);
      });
  if (!listener) return listener.error();
  door->listener_ = std::move(*listener);
  return door;
}

HttpDoor::~HttpDoor() {
  for (const auto& [id, peer] : peers_) peer->abandon();
}

void HttpDoor::welcome(boost::asio::ip::tcp::socket socket, const net::Endpoint& remote) {
  if (!manners_.websockets) return take(std::move(socket), remote);
  sort_socket(std::move(socket), remote, manners_.websockets,
              [this](boost::asio::ip::tcp::socket other, const net::Endpoint& from) {
                take(std::move(other), from);
              });
}

void HttpDoor::take(boost::asio::ip::tcp::socket socket, const net::Endpoint& remote) {
  // Whoever comes when the house is full is not even greeted: the socket closes with this function.
  if (peers_.size() >= limits_.most_connections) return;
  const std::uint64_t id = ++last_peer_;
  const auto peer = make_http_peer({shard_, limits_, manners_, serve_, [this, id] { peers_.erase(id); }},
                                   std::move(socket), remote, tls_);
  peers_.emplace(id, peer);
  peer->start();
}

}  // namespace cxload::standin::web
