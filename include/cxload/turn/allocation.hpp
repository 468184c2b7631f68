/// Allocation: an address at a TURN server that relays for us (RFC 8656), without sockets or clocks.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <cxload/base/clock.hpp>
#include <cxload/base/failure.hpp>
#include <cxload/stun/address.hpp>
#include <cxload/stun/types.hpp>

namespace cxload::turn {

struct Credentials {
  std::string username, password;
};

struct AllocationOptions {
  Credentials credentials;   ///< long-term (RFC 8489 9.2)
  bool is_reliable = false;  ///< over a stream: nothing is said twice, ChannelData is padded
  std::chrono::seconds lifetime{600};
  Duration first_wait = std::chrono::milliseconds(500);  ///< RTO, doubled at each request
  unsigned requests = 7;                                 ///< Rc
  unsigned last_wait = 16;                               ///< Rm: the wait after the last, in first waits
};

class AllocationSink {
 public:
  /// A STUN message or ChannelData, as it stands on the wire. Must not call back.
  virtual void send_to_server(stun::Bytes message) = 0;
  /// What a peer sent to the relayed address. May call send().
  virtual void on_relayed(const stun::TransportAddress& peer, stun::Bytes data) = 0;

 protected:
  ~AllocationSink() = default;
};

struct AllocationCounts {
  std::uint64_t indications = 0, channel_data = 0;  ///< sent
  std::uint64_t dropped = 0;                        ///< could not be sent: refused peers, no room
  std::uint64_t strange = 0;                        ///< came, and was none of ours
};

/// Threads: one at a time. Failures: turn.auth (credentials are refused, or missing), turn.refused (the
/// server says no), turn.timeout (it says nothing), turn.protocol (what it says cannot be), turn.lost (it was
/// there, and is no more).
class Allocation {
 public:
  enum class State : std::uint8_t { idle, asking, open, closing, closed, failed };
  static constexpr std::size_t most_peers = 32;  ///< hosts with a permission
  static constexpr std::size_t most_channels = 8;
  static constexpr std::size_t most_held = 16;  ///< datagrams that wait for a permission

  Allocation(const AllocationOptions& options, AllocationSink& sink);
  ~Allocation();
  Allocation(const Allocation&) = delete;
  Allocation& operator=(const Allocation&) = delete;

  void start(TimePoint now);
  /// One message from the server. False: it is nothing of this allocation's.
  bool receive(stun::Bytes message, TimePoint now);
  /// To a peer, with a permission that is asked for when it is missing; the first ones wait for it.
  void send(const stun::TransportAddress& peer, stun::Bytes data, TimePoint now);
  /// What goes to this peer is cheaper from the answer on.
  void bind_channel(const stun::TransportAddress& peer, TimePoint now);
  void close(TimePoint now);          ///< gives the address back; over when state() is closed
  void lose(const Failure& failure);  ///< the stream to the server ended
  void tick(TimePoint now);
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;

  [[nodiscard]] State state() const;
  [[nodiscard]] const std::optional<Failure>& failure() const;
  [[nodiscard]] const stun::TransportAddress& relayed() const;                ///< while open
  [[nodiscard]] const std::optional<stun::TransportAddress>& mapped() const;  ///< ours, as the server sees it
  [[nodiscard]] const AllocationCounts& counts() const;

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace cxload::turn
