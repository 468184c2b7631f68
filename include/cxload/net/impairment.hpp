/// Impairment: what a bad network does to datagrams, decided packet by packet; and a socket behind such a
/// network.
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
  /// that.
  Duration jitter{};
  double bytes_per_s = 0;  ///< 0: no limit; what would wait longer than 200 ms is dropped
  bool is_blocked = false;

  [[nodiscard]] bool is_clear() const;
  bool operator==(const NetworkProfile&) const = default;
};

/// Threads: none; reads no clock.
class Impairment {
 public:
  Impairment(const NetworkProfile& profile, const Random& random) : profile_(profile), random_(random) {}

  struct Fate {
    std::size_t copies = 0;  ///< 0: lost; at most 2
    TimePoint at;            ///< when they arrive
  };
  /// Packets keep their order, except those that `reorder` chose.
  Fate decide(std::size_t size, TimePoint now);

 private:
  NetworkProfile profile_;
  Random random_;
  std::optional<TimePoint> free_at_;  ///< the line's
  TimePoint last_;                    ///< arrival of the packet before
};

/// As UdpSocket::open; datagrams of both directions pass an impairment of their own. At most 4096 are under
/// way.
Outcome<std::unique_ptr<UdpSocket>> open_impaired(Shard& shard, const Endpoint& local,
                                                  UdpSocket::Handlers handlers, const NetworkProfile& profile,
                                                  Random& random);

}  // namespace cxload::net
