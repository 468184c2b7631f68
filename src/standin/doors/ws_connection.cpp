// SIP over plain WebSocket.
#include "websocket_connection.hpp"

namespace cxload::standin {
namespace {

class WsConnection : public WebSocketConnection<TcpSocket> {
 public:
  using WebSocketConnection::WebSocketConnection;
  void start() override {
    arm_deadline();
    read_upgrade();
  }
};

}  // namespace

std::shared_ptr<Connection> make_ws_connection(const Place& place, TcpSocket socket, const Flow& flow) {
  return std::make_shared<WsConnection>(place, flow, std::move(socket));
}

}  // namespace cxload::standin
