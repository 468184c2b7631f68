#include "tcp_stream.hpp"

#include <array>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "arrival.hpp"
#include "os_failure.hpp"
#include "socket_address.hpp"

namespace cxload::net {
namespace {

constexpr std::size_t largest_backlog = 256 * 1024;

/// Bytes are handed on before the loop touches another socket, so one buffer a thread is enough.
std::array<char, 64 * 1024>& receive_buffer() {
  thread_local const auto buffer = std::make_unique_for_overwrite<std::array<char, 64 * 1024>>();
  return *buffer;
}

void set_option(int fd, int level, int name, int value) {
  ::setsockopt(fd, level, name, &value, sizeof value);
}

}  // namespace

TcpStream::TcpStream(Shard& shard, const Door& door, ByteStreamHandler& handler)
    : shard_(shard), door_(door), handler_(handler) {}

TcpStream::~TcpStream() { abort(); }

std::string_view TcpStream::phase() const {
  return state_ == State::resolving ? "dns" : state_ == State::connecting ? "tcp" : "";
}

void TcpStream::start() {
  if (state_ != State::idle) return;
  attempt_ = std::make_unique<Attempt>(shard_, door_, [this](TimePoint) { on_patience_over(); });
  connect_next();
}

/// The first target that lets us in; the failure that is reported is that of the last one.
void TcpStream::connect_next() {
  for (;;) {
    state_ = State::resolving;
    const auto target = attempt_->targets.next([this](const Outcome<Endpoint>& found) {
      if (!try_target(found)) connect_next();
    });
    if (!target || try_target(*target)) return;
  }
}

/// False: this one cannot be had, try the next.
bool TcpStream::try_target(const Outcome<Endpoint>& target) {
  if (!target) {
    const Failure failure = attempt_->last.value_or(target.error());
    fail(failure);
    return true;
  }
  state_ = State::connecting;
  phase_start_ = Clock::now();
  attempt_->last = open_socket(*target);
  if (attempt_->last) {
    close_socket();
    return false;
  }
  if (attempt_->targets.may_have_more()) attempt_->patience.arm(phase_start_ + door_.connect_timeout / 3);
  return true;
}

/// RFC 3263 4.3: a target that stays silent must not eat the time of the others.
void TcpStream::on_patience_over() {
  close_socket();
  attempt_->last = Failure("tcp.timeout", fmt::format("connect to {}: no answer", remote_.to_string()));
  connect_next();
}

std::optional<Failure> TcpStream::open_socket(const Endpoint& to) {
  remote_ = to;
  const int family = family_of(to.address);
  fd_ = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd_ < 0) return os_failure("tcp", errno, "a TCP socket");
  if (!shard_.impl().poller.add(fd_, *this, EPOLLOUT)) {
    Failure failure = os_failure("tcp", errno, "watching a TCP socket");
    ::close(std::exchange(fd_, -1));
    return failure;
  }
  shard_.impl().work_started();
  set_option(fd_, IPPROTO_TCP, TCP_NODELAY, 1);
  stamp_arrivals(fd_);
  if (door_.bind) {
    // The port is chosen at connect, where only the pair of addresses has to be unique.
    set_option(fd_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
    const SocketAddress from(Endpoint{*door_.bind, 0});
    if (::bind(fd_, from.get(), from.length) != 0) {
      Failure failure = os_failure("tcp", errno, fmt::format("bind to {}", door_.bind->to_string()));
      if (errno == EADDRNOTAVAIL) failure.kind = "local.bind";
      return failure;
    }
  }
  const SocketAddress address(to);
  if (::connect(fd_, address.get(), address.length) == 0 || errno == EINPROGRESS) return std::nullopt;
  return os_failure("tcp", errno, fmt::format("connect to {}", to.to_string()));
}

void TcpStream::on_ready(std::uint32_t events) {
  if (state_ == State::connecting) return on_connected();
  if ((events & EPOLLOUT) != 0) flush();
  if ((events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) receive();
}

void TcpStream::on_connected() {
  int error = 0;
  socklen_t length = sizeof error;
  ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &length);
  if (error != 0) {
    close_socket();
    attempt_->patience.disarm();
    attempt_->last = os_failure("tcp", error, fmt::format("connect to {}", remote_.to_string()));
    return connect_next();
  }
  ConnectTimes times;
  times.dns = attempt_->targets.lookup_time();
  attempt_.reset();
  watch();
  local_ = local_endpoint(fd_);
  state_ = State::open;
  times.tcp = Clock::now() - phase_start_;
  handler_.on_stream_open(times);
}

void TcpStream::receive() {
  auto& buffer = receive_buffer();
  iovec vector{buffer.data(), buffer.size()};
  alignas(cmsghdr) std::array<std::byte, arrival_control_size> control;
  msghdr header{};
  header.msg_iov = &vector;
  header.msg_iovlen = 1;
  header.msg_control = control.data();
  header.msg_controllen = control.size();
  const auto length = ::recvmsg(fd_, &header, 0);
  if (length > 0) {
    const TimePoint arrived = Arrival().of(header);
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(length));
    tap(ByteTap::Direction::received, bytes, arrived);
    return handler_.on_stream_bytes(bytes, arrived);
  }
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
  const std::string peer = remote_.to_string();
  if (is_overflown_)
    return fail({"tcp.backlog", fmt::format("{} does not read: more than 256 KiB are waiting", peer)});
  const int error = length < 0 ? errno : write_error_;
  if (error != 0) return fail(os_failure("tcp", error, fmt::format("the connection to {}", peer)));
  fail({"tcp.closed", fmt::format("{} closed the connection", peer)});
}

TimePoint TcpStream::write(std::string_view bytes) {
  const TimePoint now = Clock::now();
  if (state_ != State::open || is_finished_ || is_overflown_ || write_error_ != 0) return now;
  tap(ByteTap::Direction::sent, bytes, now);
  if (!backlog_.empty()) {
    queue(bytes);
    return now;
  }
  const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent >= 0)
    queue(bytes.substr(static_cast<std::size_t>(sent)));
  else if (errno == EAGAIN || errno == EINTR || errno == ENOBUFS)
    queue(bytes);
  else
    write_error_ = errno;  // the poller reports the socket's end; the handler hears of it then
  return now;
}

void TcpStream::queue(std::string_view rest) {
  if (rest.empty()) return;
  if (backlog_.size() + rest.size() > largest_backlog) {
    // Shutting down makes the socket readable, so the handler hears of it from the loop.
    is_overflown_ = true;
    std::string().swap(backlog_);
    watch();
    ::shutdown(fd_, SHUT_RDWR);
    return;
  }
  const bool was_empty = backlog_.empty();
  backlog_ += rest;
  if (was_empty) watch();
}

void TcpStream::watch() {
  shard_.impl().poller.change(
      fd_, *this, (is_held_ ? 0U : unsigned{EPOLLIN}) | (backlog_.empty() ? 0U : unsigned{EPOLLOUT}));
}

void TcpStream::hold(bool is_held) {
  if (is_held_ == is_held || state_ != State::open) return;
  is_held_ = is_held;
  watch();
}

void TcpStream::flush() {
  const auto sent = ::send(fd_, backlog_.data(), backlog_.size(), MSG_NOSIGNAL);
  if (sent < 0) {
    if (errno == EAGAIN || errno == EINTR || errno == ENOBUFS) return;
    write_error_ = errno;
  } else {
    backlog_.erase(0, static_cast<std::size_t>(sent));
    if (!backlog_.empty()) return;
  }
  std::string().swap(backlog_);
  watch();
  if (is_finished_) ::shutdown(fd_, SHUT_WR);
}

void TcpStream::finish() {
  if (state_ != State::open || is_finished_) return;
  is_finished_ = true;
  if (backlog_.empty()) ::shutdown(fd_, SHUT_WR);
}

void TcpStream::abort() {
  state_ = State::dead;
  attempt_.reset();
  close_socket();
  std::string().swap(backlog_);
}

void TcpStream::close_socket() {
  if (fd_ < 0) return;
  shard_.impl().poller.remove(fd_, *this);
  shard_.impl().work_finished();
  ::close(std::exchange(fd_, -1));
}

void TcpStream::fail(const Failure& failure) {
  abort();
  handler_.on_stream_closed(failure);
}

void TcpStream::tap(ByteTap::Direction direction, std::string_view bytes, TimePoint at) const {
  if (door_.tap != nullptr) door_.tap->on_tap({ByteTap::Layer::wire, direction, local_, remote_}, bytes, at);
}

}  // namespace cxload::net
