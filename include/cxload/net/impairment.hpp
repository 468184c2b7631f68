/// Impairment: what a bad network does to datagrams and to a stream, decided packet by packet; and a socket
/// behind such a network.
#pragma once
#include <array>
#include <cstddef>
#include <memory>
#include <optional>

#include <cxload/base/clock.hpp>
#include <cxload/base/random.hpp>
#include <cxload/net/udp.hpp>

namespace cxload::net {

/// Of each direction, independently.
struct NetworkProfile {
  double loss = 0, reorder = 0, duplicate = 0;  ///< shares of packets, 0 … 1
  Duration delay{};
  /// As RFC 3550 measures it: the mean difference of two packets' delays. The delay is at least 1.5 times
  /// that, and more where packets would overtake each other: those of speech, 20 ms apart, from 7 ms on.
  Duration jitter{};
  double bytes_per_s = 0;   ///< 0: no limit; datagrams that would wait longer than 200 ms are dropped
  bool is_blocked = false;  ///< no datagram passes
  bool is_websocket_blocked = false;  ///< connections open, but no WebSocket upgrade passes

  [[nodiscard]] bool is_clear() const;
  [[nodiscard]] bool touches_datagrams() const;
  [[nodiscard]] bool touches_streams() const;  ///< once they are open
  bool operator==(const NetworkProfile&) const = default;
};

/// One connection's: what happens to it, and the draws behind that.
struct BadNetwork {
  NetworkProfile profile;
  Random random;
};

/// Threads: none; reads no clock.
class Impairment {
 public:
  Impairment(const NetworkProfile& profile, const Random& random);

  struct Fate {
    std::size_t copies = 0;  ///< 0: lost; at most 2
    TimePoint at;            ///< when they arrive
  };
  /// Packets keep their order, except those that `reorder` chose.
  Fate decide(std::size_t size, TimePoint now);

 private:
  NetworkProfile profile_;
  Random random_;
  void follow_jitter(Duration delay);

  Duration width_;                      ///< delays are drawn from so much to either side
  std::optional<TimePoint> free_at_;    ///< the line's
  TimePoint last_;                      ///< arrival of the packet before
  std::optional<Duration> last_delay_;  ///< of that one
  bool is_crowded_ = false;             ///< some packet would have overtaken another
};

/// One direction of a TCP connection. What a datagram loses costs a stream time: a lost segment is sent again
/// after a timeout that doubles (RFC 6298: 200 ms above the round trip, as Linux has it; 1 s for a connect),
/// one that is overtaken waits for 30 ms, and all behind it wait too. A copy is nothing. A thin line queues
/// and drops nothing. Threads: none; reads no clock.
class StreamImpairment {
 public:
  static constexpr std::size_t segment_size = 1448;

  explicit StreamImpairment(const BadNetwork& network);

  [[nodiscard]] TimePoint carry_connect(TimePoint now);  ///< SYN, or its answer
  /// When a segment of at most segment_size, or a FIN, that is handed over at `now` arrives; never before an
  /// earlier one.
  [[nodiscard]] TimePoint carry(std::size_t size, TimePoint now);

 private:
  [[nodiscard]] TimePoint carry(std::size_t size, TimePoint now, Duration timeout);
  [[nodiscard]] Duration time_lost(Duration timeout);

  NetworkProfile profile_;
  Random random_;
  Duration width_, delay_;
  TimePoint free_at_;  ///< the line's
  TimePoint last_;     ///< arrival of the segment before
};

/// As UdpSocket::open; datagrams of both directions pass an impairment of their own. At most 4096 are under
/// way.
Outcome<std::unique_ptr<UdpSocket>> open_impaired(Shard& shard, const Endpoint& local,
                                                  UdpSocket::Handlers handlers, const NetworkProfile& profile,
                                                  Random& random);

}  // namespace cxload::net
