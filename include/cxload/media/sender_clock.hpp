/// SenderClock: when the next packet of a stream is due, without drift.
#pragma once
#include <cstdint>

#include <cxload/base/clock.hpp>

namespace cxload::media {

/// Packet n is due at start + n * interval, whenever the one before it went out. After a stall the packets
/// that are too late are skipped and counted instead of sent in a burst that no real phone would make; their
/// time still passes in timestamps, as silence does. Threads: none; a value type.
class SenderClock {
 public:
  explicit SenderClock(TimePoint start, Duration interval, int max_burst = 5)
      : start_(start), interval_(interval), max_burst_(max_burst) {}

  [[nodiscard]] TimePoint next_deadline() const {
    return start_ + interval_ * static_cast<std::int64_t>(next_);
  }

  struct Due {
    std::uint64_t first = 0;  ///< index of the first packet to send now
    int count = 0;            ///< so many, one index after the other
  };
  /// What to send at `now`; counts as sent.
  [[nodiscard]] Due take_due(TimePoint now);
  [[nodiscard]] std::uint64_t skipped() const { return skipped_; }

 private:
  TimePoint start_;
  Duration interval_;
  int max_burst_;
  std::uint64_t next_ = 0;
  std::uint64_t skipped_ = 0;
};

}  // namespace cxload::media
