/// TcpStream: name lookup, non-blocking connect, direct send and receive; no buffer while idle.
#pragma once
#include <optional>
#include <string>

#include <cxload/net/link.hpp>
#include <cxload/net/stream.hpp>

#include "dns/target_finder.hpp"
#include "poller.hpp"
#include "shard_impl.hpp"

namespace cxload::net {

/// Lifetime: must not be destroyed inside its handler's calls (its owner is buried instead); may be aborted.
class TcpStream final : public ByteStream, private Poller::Watch {
 public:
  TcpStream(Shard& shard, const Door& door, ByteStreamHandler& handler);
  ~TcpStream() override;
  TcpStream(const TcpStream&) = delete;
  TcpStream& operator=(const TcpStream&) = delete;

  void start() override;
  TimePoint write(std::string_view bytes) override;
  void finish() override;
  void abort() override;
  void hold(bool is_held);  ///< what arrives stays with the kernel meanwhile, and slows the peer
  [[nodiscard]] std::string_view phase() const override;
  [[nodiscard]] Endpoint local() const override { return local_; }
  [[nodiscard]] Endpoint remote() const override { return remote_; }

 private:
  enum class State : std::uint8_t { idle, resolving, connecting, open, dead };

  void on_ready(std::uint32_t events) override;
  void connect_next();
  [[nodiscard]] bool try_target(const Outcome<Endpoint>& target);
  void on_patience_over();
  [[nodiscard]] std::optional<Failure> open_socket(const Endpoint& to);
  void on_connected();
  void receive();
  void flush();
  void queue(std::string_view rest);
  void watch();
  void close_socket();
  void fail(const Failure& failure);
  void tap(ByteTap::Direction direction, std::string_view bytes, TimePoint at) const;

  /// Only until the stream is open or dead.
  struct Attempt {
    Attempt(Shard& shard, const Door& door, std::function<void(TimePoint)> on_patience_over)
        : targets(shard, door), patience(shard, std::move(on_patience_over)) {}

    TargetFinder targets;
    Timer patience;               ///< with one target while there may be others
    std::optional<Failure> last;  ///< why the one before did not let us in
  };

  // Given.
  Shard& shard_;
  const Door& door_;
  ByteStreamHandler& handler_;
  // Owned.
  int fd_ = -1;
  std::unique_ptr<Attempt> attempt_;
  std::string backlog_;  ///< what the socket has not taken yet; memory only while not empty
  // State.
  State state_ = State::idle;
  bool is_finished_ = false;
  bool is_overflown_ = false;
  bool is_held_ = false;
  int write_error_ = 0;
  TimePoint phase_start_{};
  Endpoint local_, remote_;
};

}  // namespace cxload::net
