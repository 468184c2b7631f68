/// HttpDoor: HTTP/1.1 on one port, over TLS or plain; what it hears goes to a `Serve`.
#pragma once
#include <cstddef>
#include <memory>
#include <unordered_map>

#include <cxload/base/result.hpp>
#include <cxload/net/shard.hpp>

#include "../doors/listener.hpp"
#include "message.hpp"

namespace boost::asio::ssl {
class context;
}

namespace cxload::standin::web {

struct HttpLimits {
  std::size_t largest_head = 16 * 1024;
  std::size_t largest_body = 512 * 1024;
  std::size_t most_connections = 20'000;
  Duration handshake = std::chrono::seconds(20);
  Duration idle = std::chrono::minutes(2);      ///< between requests
  Duration request = std::chrono::seconds(20);  ///< from its first byte to its last: nobody drips
  Duration reply = std::chrono::seconds(60);    ///< nor sips
};

/// What defects make of it.
struct HttpManners {
  bool wants_host = true;
  bool is_head_bare = true;            ///< no body behind an answer to HEAD
  Listener::OnSocket websockets = {};  ///< who wants one goes there; null: nobody gets one here
};

/// One connection, as its door sees it.
class HttpPeer {
 public:
  virtual ~HttpPeer() = default;
  virtual void start() = 0;
  virtual void abandon() = 0;  ///< closes; the door hears nothing more
};

/// What a connection needs of its door; outlives it or abandons it.
struct HttpPlace {
  net::Shard& shard;
  const HttpLimits& limits;
  const HttpManners& manners;
  const Serve& serve;
  std::function<void()> on_closed;
};

std::shared_ptr<HttpPeer> make_http_peer(HttpPlace place, boost::asio::ip::tcp::socket socket,
                                         const net::Endpoint& remote, boost::asio::ssl::context* tls);

/// Threads: its shard's.
class HttpDoor {
 public:
  /// `tls` null: plain. Failure: local.bind.
  static Outcome<std::unique_ptr<HttpDoor>> open(net::Shard& shard, const net::Endpoint& local,
                                                 boost::asio::ssl::context* tls, Serve serve,
                                                 const HttpManners& manners = {},
                                                 const HttpLimits& limits = {});
  ~HttpDoor();
  HttpDoor(const HttpDoor&) = delete;
  HttpDoor& operator=(const HttpDoor&) = delete;
  [[nodiscard]] net::Endpoint local() const { return listener_->local(); }

 private:
  HttpDoor(net::Shard& shard, boost::asio::ssl::context* tls, Serve serve, const HttpManners& manners,
           const HttpLimits& limits)
      : shard_(shard), tls_(tls), serve_(std::move(serve)), manners_(manners), limits_(limits) {}
  void welcome(boost::asio::ip::tcp::socket socket, const net::Endpoint& remote);
  void take(boost::asio::ip::tcp::socket socket, const net::Endpoint& remote);

  // Given.
  net::Shard& shard_;
  boost::asio::ssl::context* tls_;
  Serve serve_;
  HttpManners manners_;
  HttpLimits limits_;
  // Owned.
  std::unique_ptr<Listener> listener_;
  // State.
  std::unordered_map<std::uint64_t, std::shared_ptr<HttpPeer>> peers_;
  std::uint64_t last_peer_ = 0;
};

}  // namespace cxload::standin::web
