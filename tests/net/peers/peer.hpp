/// A server for one test: blocking sockets, one thread a connection, driven by a script. It shares no code
/// with the links it is there to try.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <openssl/ssl.h>

#include "net/peers/certificates.hpp"

namespace cxload::net::test {

/// One accepted connection. Threads: its own.
class Conversation {
 public:
  Conversation(int fd, SSL_CTX* tls);
  ~Conversation();
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  [[nodiscard]] bool shake_hands();                   ///< true at once without TLS
  std::size_t read_some(char* to, std::size_t size);  ///< 0 at the end
  std::string read_some();
  /// Up to and including `end`; what it has when the peer ends before.
  std::string read_until(std::string_view end);
  void read_to_end();
  void write(std::string_view bytes);
  void drip(std::string_view bytes);  ///< a byte a write
  void say_goodbye();                 ///< TLS close_notify, then FIN
  void reset();                       ///< RST
  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool was_resumed() const { return SSL_session_reused(ssl_.get()) == 1; }
  [[nodiscard]] std::string server_name() const;  ///< RFC 6066 3; empty: none was sent

 private:
  int fd_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, &SSL_free};
  std::string unread_;
};

class Peer {
 public:
  using Script = std::function<void(Conversation&)>;
  struct Options {
    const Identity* tls = nullptr;
    int tls_version = 0;  ///< 0: any
    std::string address = "127.0.0.1";
  };
  explicit Peer(Script script) : Peer(std::move(script), Options()) {}
  Peer(Script script, const Options& options);
  ~Peer();  ///< ends all conversations
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int accepted() const { return accepted_; }

 private:
  void accept_all();
  void talk(int fd);

  Script script_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> tls_{nullptr, &SSL_CTX_free};
  std::uint16_t port_ = 0;
  int listener_;  ///< sets port_, and so stands behind it
  std::atomic<int> accepted_{0};
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

/// Forwards between a client and a server of this machine; at most `limit` bytes go back to the client, one
/// at a time if `drips`, then the connection ends.
class Relay {
 public:
  Relay(std::uint16_t server, std::size_t limit, bool drips);
  [[nodiscard]] std::uint16_t port() const { return peer_.port(); }

 private:
  Peer peer_;
};

/// A right answer to the upgrade `request`, subprotocol sip.
[[nodiscard]] std::string switching_protocols(const std::string& request);

/// A WebSocket server by Beast that sends every message back; text for text.
void echo_websocket(Conversation& conversation);

}  // namespace cxload::net::test
