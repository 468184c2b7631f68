// SIP over TLS, by asio::ssl.
#include <boost/asio/ssl/stream.hpp>

#include "stream_connection.hpp"

namespace cxload::standin {
namespace {

class TlsConnection : public StreamConnection<asio::ssl::stream<TcpSocket>> {
 public:
  TlsConnection(const Place& place, TcpSocket socket, const Flow& flow)
      : StreamConnection(place, flow, std::move(socket), *place.tls),
        deadline_(place.shard, [this](TimePoint) { close_socket(); }) {}

  void start() override {
    deadline_.arm(Clock::now() + handshake_patience);
    stream().async_handshake(asio::ssl::stream_base::server,
                             [self = shared_from_this(), this](const boost::system::error_code& error) {
                               deadline_.disarm();
                               if (error) return closed();
                               opened();
                             });
  }

 private:
  net::Timer deadline_;
};

}  // namespace

std::shared_ptr<Connection> make_tls_connection(const Place& place, TcpSocket socket, const Flow& flow) {
  return std::make_shared<TlsConnection>(place, std::move(socket), flow);
}

}  // namespace cxload::standin
