/// Connection: one TCP, TLS, WS or WSS connection of a client, seen from behind its door.
#pragma once
#include <memory>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

#include <cxload/net/shard.hpp>

#include "../core/behaviour.hpp"
#include "../core/flow.hpp"

namespace boost::asio::ssl {
class context;
}

namespace cxload::standin {

namespace asio = boost::asio;
using TcpSocket = asio::ip::tcp::socket;

inline constexpr Duration handshake_patience = std::chrono::seconds(20);  ///< TLS and upgrade together
inline constexpr Duration idle_patience =
    std::chrono::minutes(3);                         ///< of a WebSocket whose pings stay unanswered
inline constexpr std::size_t most_unsent = 1 << 20;  ///< a client that reads slower than this is dropped
inline constexpr std::size_t largest_message = 128 * 1024;

/// Lives as long as an operation of its own is under way. Threads: its shard's.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual void start() = 0;
  /// One SIP message or keep-alive. False: closed. Never calls the sink.
  virtual bool send(std::string_view message) = 0;
  virtual void abandon() = 0;  ///< closes; the sink hears nothing more
};

/// What connections report to.
class ConnectionSink {
 public:
  virtual void on_message(const Flow& flow, std::string_view message) = 0;  ///< valid during the call
  virtual void on_closed(const Flow& flow) = 0;
  [[nodiscard]] virtual const Behaviour& manners(net::Scheme door) const = 0;
  /// May a WebSocket be opened at this door by this name?
  [[nodiscard]] virtual bool serves(net::Scheme door, std::string_view host) const = 0;

 protected:
  ~ConnectionSink() = default;
};

struct Place {
  net::Shard& shard;
  ConnectionSink& sink;
  asio::ssl::context* tls;  ///< of the tls and wss doors
  Duration reap_after;      ///< of an idle WebSocket, where defects want it
};

using MakeConnection = std::shared_ptr<Connection> (*)(const Place& place, TcpSocket socket,
                                                       const Flow& flow);
std::shared_ptr<Connection> make_tcp_connection(const Place& place, TcpSocket socket, const Flow& flow);
std::shared_ptr<Connection> make_tls_connection(const Place& place, TcpSocket socket, const Flow& flow);
std::shared_ptr<Connection> make_ws_connection(const Place& place, TcpSocket socket, const Flow& flow);
std::shared_ptr<Connection> make_wss_connection(const Place& place, TcpSocket socket, const Flow& flow);

}  // namespace cxload::standin
