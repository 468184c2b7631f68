#include "tcp_sip_listener.hpp"

#include <array>
#include <cerrno>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cxload/sip/stream_framer.hpp>

#include "arrival.hpp"
#include "os_failure.hpp"
#include "shard_impl.hpp"
#include "socket_address.hpp"

namespace cxload::net {
namespace {

constexpr std::size_t most_connections = 1000;
constexpr std::size_t largest_backlog = 256 << 10;
constexpr int accept_queue = 512;

/// A watched socket; outlives its removal by a turn, so that a handler may end it.
class WatchedSocket : public Mortal, protected Poller::Watch {
 public:
  WatchedSocket(Shard& shard, int fd) : loop_(shard.impl()), fd_(fd) {}
  ~WatchedSocket() override { close(); }

  [[nodiscard]] bool start() {
    loop_.work_started();
    return loop_.poller.add(fd_, *this, EPOLLIN);
  }
  void close() {
    if (fd_ < 0) return;
    loop_.poller.remove(fd_, *this);
    loop_.work_finished();
    ::close(std::exchange(fd_, -1));
  }

 protected:
  Shard::Impl& loop_;
  int fd_;
};

/// What connections tell the listener.
class ConnectionOwner {
 public:
  virtual void on_connection_message(std::string_view message, const SipPeer& from, TimePoint arrived) = 0;
  virtual void on_connection_closed(const SipPeer& peer, const Failure& failure) = 0;

 protected:
  ~ConnectionOwner() = default;
};

class AcceptedConnection final : public WatchedSocket {
 public:
  AcceptedConnection(Shard& shard, int fd, const SipPeer& peer, ConnectionOwner& owner)
      : WatchedSocket(shard, fd), peer_(peer), owner_(owner) {}

  void send(std::string_view bytes) {
    if (fd_ < 0) return;
    if (!backlog_.empty()) return queue(bytes);
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    // An error shows as readiness too; the connection ends there.
    queue(bytes.substr(sent > 0 ? static_cast<std::size_t>(sent) : 0));
  }

 private:
  void on_ready(std::uint32_t events) override {
    if ((events & EPOLLOUT) != 0) flush();
    if ((events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) receive();
  }

  void queue(std::string_view rest) {
    if (rest.empty()) return;
    if (backlog_.size() + rest.size() > largest_backlog) {
      ::shutdown(fd_, SHUT_RDWR);  // heard of from the loop
      return;
    }
    if (backlog_.empty()) loop_.poller.change(fd_, *this, EPOLLIN | EPOLLOUT);
    backlog_ += rest;
  }

  void flush() {
    const auto sent = ::send(fd_, backlog_.data(), backlog_.size(), MSG_NOSIGNAL);
    if (sent > 0) backlog_.erase(0, static_cast<std::size_t>(sent));
    if (backlog_.empty()) loop_.poller.change(fd_, *this, EPOLLIN);
  }

  void receive() {
    static thread_local std::array<char, 64 << 10> buffer;
    const auto length = ::recv(fd_, buffer.data(), buffer.size(), 0);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (length < 0) return end(os_failure("tcp", errno, "the connection of " + peer_.remote.to_string()));
    if (length == 0) return end({"tcp.closed", peer_.remote.to_string() + " closed its connection"});
    framer_.feed({buffer.data(), static_cast<std::size_t>(length)});
    while (fd_ >= 0) {
      const auto next = framer_.next();
      if (!next)
        return end({"sip.framing", fmt::format("the stream of {} cannot be cut into SIP messages: {}",
                                               peer_.remote.to_string(), next.error().message())});
      if (!*next) return;
      if ((*next)->kind == sip::Frame::Kind::message)
        owner_.on_connection_message((*next)->bytes, peer_, Clock::now());
      else if ((*next)->kind == sip::Frame::Kind::ping)
        send("\r\n");
    }
  }

  void end(const Failure& failure) {
    close();
    owner_.on_connection_closed(peer_, failure);
  }

  SipPeer peer_;
  ConnectionOwner& owner_;
  std::string backlog_;
  sip::StreamFramer framer_{sip::StreamSide::server};
};

class TcpSipListener final : public SipListener, private ConnectionOwner {
 public:
  TcpSipListener(Shard& shard, int fd, Handlers handlers)
      : shard_(shard),
        handlers_(std::move(handlers)),
        local_(local_endpoint(fd)),
        door_(std::make_unique<Door>(shard, fd, *this)) {}
  ~TcpSipListener() override {
    bury(std::move(door_));
    for (auto& [id, connection] : connections_) bury(std::move(connection));
  }

  [[nodiscard]] bool start() { return door_->start(); }

  TimePoint send(std::string_view message, const SipPeer& to) override {
    const TimePoint now = Clock::now();
    const auto found = connections_.find(to.connection);
    if (found != connections_.end()) found->second->send(message);
    return now;
  }
  [[nodiscard]] Endpoint local() const override { return local_; }

 private:
  class Door final : public WatchedSocket {
   public:
    Door(Shard& shard, int fd, TcpSipListener& owner) : WatchedSocket(shard, fd), owner_(owner) {}

   private:
    void on_ready(std::uint32_t) override {
      SocketAddress from;
      const int fd = ::accept4(fd_, from.get(), &from.length, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd >= 0) owner_.take(fd, from.endpoint());
    }
    TcpSipListener& owner_;
  };

  void take(int fd, const Endpoint& remote) {
    if (connections_.size() >= most_connections) {
      ::close(fd);
      return;
    }
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const SipPeer peer{remote, ++last_connection_};
    ConnectionOwner& owner = *this;
    auto connection = std::make_unique<AcceptedConnection>(shard_, fd, peer, owner);
    if (connection->start()) connections_.emplace(peer.connection, std::move(connection));
  }

  void on_connection_message(std::string_view message, const SipPeer& from, TimePoint arrived) override {
    handlers_.on_message(message, from, arrived);
  }
  void on_connection_closed(const SipPeer& peer, const Failure& failure) override {
    const auto found = connections_.find(peer.connection);
    bury(std::move(found->second));
    connections_.erase(found);
    if (handlers_.on_lost) handlers_.on_lost(peer, failure);
  }

  void bury(std::unique_ptr<WatchedSocket> socket) {
    socket->close();
    shard_.impl().bury(std::move(socket));
  }

  // Given.
  Shard& shard_;
  Handlers handlers_;
  // Owned.
  Endpoint local_;
  std::unique_ptr<Door> door_;
  std::map<std::uint64_t, std::unique_ptr<AcceptedConnection>> connections_;
  // State.
  std::uint64_t last_connection_ = 0;
};

}  // namespace

Outcome<std::unique_ptr<SipListener>> open_tcp_sip_listener(Shard& shard, const Endpoint& local,
                                                            SipListener::Handlers handlers) {
  const std::string what = fmt::format("listening on {}", local.to_string());
  const int fd = ::socket(family_of(local.address), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return os_failure("tcp", errno, what);
  const int on = 1;
  // What a former run left in TIME_WAIT does not keep the address from us; who listens there does.
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const SocketAddress address(local);
  if (::bind(fd, address.get(), address.length) != 0 || ::listen(fd, accept_queue) != 0) {
    const int error = errno;
    Failure failure = os_failure("tcp", error, what);
    if (error == EADDRNOTAVAIL) failure.kind = "local.bind";
    ::close(fd);
    return failure;
  }
  auto listener = std::make_unique<TcpSipListener>(shard, fd, std::move(handlers));
  if (!listener->start()) return os_failure("tcp", errno, what);
  return std::unique_ptr<SipListener>(std::move(listener));
}

}  // namespace cxload::net
