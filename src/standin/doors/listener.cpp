#include "listener.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

namespace cxload::standin {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

/// A storm of phones must find room; the system may allow less (net.core.somaxconn).
constexpr int backlog = 8192;
/// Without descriptors accepting again at once would only spin.
constexpr Duration breather = std::chrono::milliseconds(100);

tcp::endpoint to_asio(const net::Endpoint& endpoint) {
  return {asio::ip::make_address(endpoint.address.to_string()), endpoint.port};
}

net::Endpoint from_asio(const tcp::endpoint& endpoint) {
  return {net::Address::parse(endpoint.address().to_string()).value_or(net::Address{}), endpoint.port()};
}

}  // namespace

struct Listener::Body : std::enable_shared_from_this<Body> {
  Body(net::Shard& home, OnSocket handler)
      : acceptor(home.asio_context()),
        on_socket(std::move(handler)),
        pause(home, [this](TimePoint) { accept(); }) {}

  void accept() {
    acceptor.async_accept(
        [self = shared_from_this()](const boost::system::error_code& error, tcp::socket socket) {
          if (!self->acceptor.is_open()) return;
          if (error) return self->pause.arm(Clock::now() + breather);
          self->take(std::move(socket));
          self->accept();
        });
  }

  void take(tcp::socket socket) {
    boost::system::error_code error;
    const tcp::endpoint remote = socket.remote_endpoint(error);
    if (error) return;  // gone before it was picked up
    socket.set_option(tcp::no_delay(true), error);
    on_socket(std::move(socket), from_asio(remote));
  }

  tcp::acceptor acceptor;
  OnSocket on_socket;
  net::Timer pause;
};

Outcome<std::unique_ptr<Listener>> Listener::open(net::Shard& shard, const net::Endpoint& local,
                                                  OnSocket on_socket) {
  auto body = std::make_shared<Body>(shard, std::move(on_socket));
  const tcp::endpoint endpoint = to_asio(local);
  boost::system::error_code error;
  body->acceptor.open(endpoint.protocol(), error);
  if (!error) body->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) body->acceptor.bind(endpoint, error);
  if (!error) body->acceptor.listen(backlog, error);
  if (error)
    return Failure{"local.bind", fmt::format("cannot listen on {}: {}", local.to_string(), error.message())};
  body->accept();
  return std::unique_ptr<Listener>(new Listener(std::move(body)));
}

Listener::~Listener() {
  boost::system::error_code ignored;
  body_->acceptor.close(ignored);
  body_->pause.disarm();
}

net::Endpoint Listener::local() const { return from_asio(body_->acceptor.local_endpoint()); }

}  // namespace cxload::standin
