#include <array>
#include <cstring>
#include <ctime>
#include <linux/errqueue.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <cxload/net/udp.hpp>

#include "arrival.hpp"
#include "os_failure.hpp"
#include "shard_impl.hpp"
#include "socket_address.hpp"

namespace cxload::net {
namespace {

constexpr std::size_t batch_size = 32;
constexpr std::size_t largest_datagram = 65536;
/// Other sockets get their turn after so many batches; readiness is level-triggered, so nothing is lost.
constexpr int batches_a_turn = 8;
constexpr int receive_buffer = 4 << 20;
constexpr std::size_t control_size = arrival_control_size + CMSG_SPACE(sizeof(std::uint32_t));

/// Where one batch lands. One for each thread: 2 MB that ten thousand sockets need not have each.
struct Batch {
  std::array<std::array<std::byte, largest_datagram>, batch_size> bytes;
  std::array<SocketAddress, batch_size> from;
  std::array<std::array<std::byte, control_size>, batch_size> control;
  std::array<iovec, batch_size> vectors;
  std::array<mmsghdr, batch_size> messages;

  void prepare() {
    for (std::size_t i = 0; i < batch_size; ++i) {
      vectors[i] = {bytes[i].data(), bytes[i].size()};
      messages[i] = {};
      messages[i].msg_hdr.msg_name = &from[i].storage;
      messages[i].msg_hdr.msg_namelen = sizeof(sockaddr_storage);
      messages[i].msg_hdr.msg_iov = &vectors[i];
      messages[i].msg_hdr.msg_iovlen = 1;
      messages[i].msg_hdr.msg_control = control[i].data();
      messages[i].msg_hdr.msg_controllen = control[i].size();
    }
  }
};

Batch& batch() {
  thread_local const auto instance = std::make_unique_for_overwrite<Batch>();
  return *instance;
}

void set_option(int fd, int level, int name, int value) {
  // Best effort: a kernel without the option costs a counter or a hint, not the socket.
  ::setsockopt(fd, level, name, &value, sizeof value);
}

/// Part of the socket that outlives its owner for a turn, so that a handler may destroy the socket.
class UdpBody final : public Mortal, private Poller::Watch {
 public:
  UdpBody(Shard& shard, int fd, UdpSocket::Handlers handlers)
      : loop_(shard.impl()), fd_(fd), handlers_(std::move(handlers)), local_(local_endpoint(fd)) {}
  ~UdpBody() override { close(); }

  [[nodiscard]] bool start() {
    loop_.work_started();
    return loop_.poller.add(fd_, *this, EPOLLIN);
  }

  void close() {
    if (fd_ < 0) return;
    loop_.poller.remove(fd_, *this);
    loop_.work_finished();
    ::close(fd_);
    fd_ = -1;
  }

  void send(std::span<const std::byte> datagram, const Endpoint& to) {
    const SocketAddress address(to);
    // A pending ICMP error of an earlier datagram is reported once by the next call; the second call sends.
    for (int attempt = 0; attempt < 2; ++attempt) {
      const auto sent =
          ::sendto(fd_, datagram.data(), datagram.size(), MSG_NOSIGNAL, address.get(), address.length);
      if (sent >= 0) return;
      if (errno == EAGAIN || errno == ENOBUFS) {
        ++loop_.socket_drops;
        return;
      }
      if (errno != ECONNREFUSED && errno != EHOSTUNREACH && errno != EINTR) break;
    }
    const int error = errno;
    asio::post(loop_.context, [this, to, error] { report(to, error); });
  }

  [[nodiscard]] const Endpoint& local() const { return local_; }

 private:
  void on_ready(std::uint32_t events) override {
    if ((events & EPOLLERR) != 0) read_errors();
    for (int i = 0; i < batches_a_turn && fd_ >= 0; ++i)
      if (!read_batch()) return;
  }

  /// False when the socket is empty.
  bool read_batch() {
    Batch& into = batch();
    into.prepare();
    const int received = ::recvmmsg(fd_, into.messages.data(), batch_size, MSG_DONTWAIT, nullptr);
    if (received <= 0) return false;
    const Arrival arrival;
    for (std::size_t i = 0; i < static_cast<std::size_t>(received); ++i) {
      const mmsghdr& message = into.messages[i];
      count_drops(message.msg_hdr);
      const std::span<const std::byte> datagram(into.bytes[i].data(), message.msg_len);
      if (handlers_.on_datagram)
        handlers_.on_datagram(datagram, into.from[i].endpoint(), arrival.of(message.msg_hdr));
      if (fd_ < 0) return false;
    }
    return static_cast<std::size_t>(received) == batch_size;
  }

  void count_drops(const msghdr& header) {
    for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr;
         c = CMSG_NXTHDR(const_cast<msghdr*>(&header), c)) {
      if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SO_RXQ_OVFL) continue;
      std::uint32_t total = 0;
      std::memcpy(&total, CMSG_DATA(c), sizeof total);
      loop_.socket_drops += total - drops_seen_;  // wraps as the kernel's counter does
      drops_seen_ = total;
    }
  }

  /// IP_RECVERR: each error comes with the address the lost datagram was sent to.
  void read_errors() {
    while (fd_ >= 0) {
      SocketAddress to;
      std::array<std::byte, 512> control;
      msghdr header{};
      header.msg_name = &to.storage;
      header.msg_namelen = sizeof to.storage;
      header.msg_control = control.data();
      header.msg_controllen = control.size();
      if (::recvmsg(fd_, &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return;
      for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
        const bool v4 = c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR;
        const bool v6 = c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR;
        if (!v4 && !v6) continue;
        sock_extended_err error;
        std::memcpy(&error, CMSG_DATA(c), sizeof error);
        report(to.endpoint(), static_cast<int>(error.ee_errno));
        if (fd_ < 0) return;
      }
    }
  }

  void report(const Endpoint& to, int error) {
    if (fd_ < 0 || !handlers_.on_error) return;
    handlers_.on_error(to, os_failure("udp", error, fmt::format("a datagram to {}", to.to_string())));
  }

  Shard::Impl& loop_;
  int fd_;
  UdpSocket::Handlers handlers_;
  Endpoint local_;
  std::uint32_t drops_seen_ = 0;
};

class OwnedUdpSocket final : public UdpSocket {
 public:
  OwnedUdpSocket(Shard& shard, std::unique_ptr<UdpBody> body) : shard_(shard), body_(std::move(body)) {}
  ~OwnedUdpSocket() override {
    body_->close();
    shard_.impl().bury(std::move(body_));
  }
  void send(std::span<const std::byte> datagram, const Endpoint& to) override { body_->send(datagram, to); }
  [[nodiscard]] Endpoint local() const override { return body_->local(); }

 private:
  Shard& shard_;
  std::unique_ptr<UdpBody> body_;
};

void set_options(int fd, int family) {
  set_option(fd, SOL_SOCKET, SO_RCVBUF, receive_buffer);
  set_option(fd, SOL_SOCKET, SO_RXQ_OVFL, 1);
  stamp_arrivals(fd);
  if (family == AF_INET)
    set_option(fd, IPPROTO_IP, IP_RECVERR, 1);
  else
    set_option(fd, IPPROTO_IPV6, IPV6_RECVERR, 1);
}

}  // namespace

Outcome<std::unique_ptr<UdpSocket>> UdpSocket::open(Shard& shard, const Endpoint& local, Handlers handlers) {
  const std::string what = fmt::format("a UDP socket on {}", local.to_string());
  const int family = family_of(local.address);
  const int fd = ::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return os_failure("udp", errno, what);
  set_options(fd, family);
  const SocketAddress address(local);
  if (::bind(fd, address.get(), address.length) != 0) {
    // EADDRINUSE on port 0 means that the ephemeral range is used up.
    const int error = errno == EADDRINUSE && local.port == 0 ? EAGAIN : errno;
    Failure failure = os_failure("udp", error, what);
    if (error == EADDRNOTAVAIL) failure.kind = "local.bind";
    ::close(fd);
    return failure;
  }
  auto body = std::make_unique<UdpBody>(shard, fd, std::move(handlers));
  if (!body->start()) return os_failure("udp", errno, what);
  return std::make_unique<OwnedUdpSocket>(shard, std::move(body));
}

}  // namespace cxload::net
