// SIP over TLS, by asio::ssl.
#include <boost/asio/ssl/stream.hpp>

#include "stream_connection.hpp"

namespace cxload::standin {
namespace {

class TlsConnection : public StreamConnection<asio::ssl::stream<TcpSocket>> {
 public:
  using StreamConnection::StreamConnection;

  void start() override {
    arm_deadline();
    stream().async_handshake(asio::ssl::stream_base::server,
                             [self = shared_from_this(), this](const boost::system::error_code& error) {
                               if (error) return closed();
                               opened();
                             });
  }
};

}  // namespace

std::shared_ptr<Connection> make_tls_connection(const Place& place, TcpSocket socket, const Flow& flow) {
  return std::make_shared<TlsConnection>(place, flow, std::move(socket), *place.tls);
}

}  // namespace cxload::standin
