// SIP over WebSocket over TLS.
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include "websocket_connection.hpp"

namespace cxload::standin {
namespace {

class WssConnection : public WebSocketConnection<asio::ssl::stream<TcpSocket>> {
 public:
  using WebSocketConnection::WebSocketConnection;
  void start() override {
    arm_deadline();
    socket().next_layer().async_handshake(asio::ssl::stream_base::server,
                                          [self = shared_from_this(), this](const beast::error_code& error) {
                                            if (error) return closed();
                                            read_upgrade();
                                          });
  }
};

}  // namespace

std::shared_ptr<Connection> make_wss_connection(const Place& place, TcpSocket socket, const Flow& flow) {
  return std::make_shared<WssConnection>(place, flow, std::move(socket), *place.tls);
}

}  // namespace cxload::standin
