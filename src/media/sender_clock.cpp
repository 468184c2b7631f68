/// Deadlines of a stream.
#include <algorithm>

#include <cxload/media/sender_clock.hpp>

namespace cxload::media {

SenderClock::Due SenderClock::take_due(TimePoint now) {
  if (now < next_deadline()) return {next_, 0};
  const auto last_due = static_cast<std::uint64_t>((now - start_) / interval_);
  const std::uint64_t due = last_due - next_ + 1;
  const std::uint64_t count = std::min(due, static_cast<std::uint64_t>(max_burst_));
  skipped_ += due - count;
  next_ = last_due + 1;
  return {next_ - count, static_cast<int>(count)};
}

}  // namespace cxload::media
