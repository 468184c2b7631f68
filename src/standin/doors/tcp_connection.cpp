// SIP over TCP.
#include "stream_connection.hpp"

namespace cxload::standin {
namespace {

class TcpConnection : public StreamConnection<TcpSocket> {
 public:
  using StreamConnection::StreamConnection;
  void start() override { opened(); }
};

}  // namespace

std::shared_ptr<Connection> make_tcp_connection(const Place& place, TcpSocket socket, const Flow& flow) {
  return std::make_shared<TcpConnection>(place, flow, std::move(socket));
}

}  // namespace cxload::standin
