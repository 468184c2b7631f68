/// Listener: a TCP port; each connection that comes in is handed on.
#pragma once
#include <functional>
#include <memory>

#include <boost/asio/ip/tcp.hpp>

#include <cxload/base/result.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/net/shard.hpp>

namespace cxload::standin {

/// Threads: its shard's. Destroying it closes the port.
class Listener {
 public:
  using OnSocket = std::function<void(boost::asio::ip::tcp::socket socket, const net::Endpoint& remote)>;
  /// Failure: local.bind.
  static Outcome<std::unique_ptr<Listener>> open(net::Shard& shard, const net::Endpoint& local,
                                                 OnSocket on_socket);
  ~Listener();
  [[nodiscard]] net::Endpoint local() const;

 private:
  struct Body;
  explicit Listener(std::shared_ptr<Body> body) : body_(std::move(body)) {}
  std::shared_ptr<Body> body_;  ///< shared with the accept under way
};

}  // namespace cxload::standin
