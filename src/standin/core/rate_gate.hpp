/// RateGate: what makes the stand-in as small as a test wants it: so many calls in any second, no more.
#pragma once
#include <cstdint>
#include <deque>

#include <cxload/base/clock.hpp>

namespace cxload::standin {

/// Threads: none. Bounded by the limit.
class RateGate {
 public:
  explicit RateGate(std::uint64_t per_second) : per_second_(per_second) {}

  /// Counts what it admits; what it refuses costs nothing.
  bool admits(TimePoint now) {
    if (per_second_ == 0) return true;
    while (!admitted_.empty() && now - admitted_.front() >= std::chrono::seconds(1)) admitted_.pop_front();
    if (admitted_.size() >= per_second_) return false;
    admitted_.push_back(now);
    return true;
  }

 private:
  std::uint64_t per_second_;
  std::deque<TimePoint> admitted_;  ///< of the last second
};

}  // namespace cxload::standin
