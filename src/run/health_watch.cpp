#include "health_watch.hpp"

#include <algorithm>

namespace cxload::run {
namespace {

/// Ticks come each second or faster; a gap beyond this means that the whole process stood still.
constexpr Duration longest_gap = std::chrono::seconds(3);
/// NTP slews by less than this in any run; more is a step.
constexpr Duration largest_slew = std::chrono::milliseconds(200);
constexpr double busy_limit = 0.95;

}  // namespace

void HealthWatch::tick(TimePoint now, WallTime wall, double busiest) {
  const Duration gap = now - last_tick_;
  if (gap > longest_gap) health_.longest_stop = std::max(health_.longest_stop, gap);
  const auto drift = std::chrono::duration_cast<Duration>(wall - anchor_.at(now));
  const Duration step = drift < Duration::zero() ? -drift : drift;
  if (step > largest_slew) health_.clock_step = std::max(health_.clock_step, step);
  busy_for_ = busiest > busy_limit ? busy_for_ + gap : Duration::zero();
  health_.longest_busy = std::max(health_.longest_busy, busy_for_);
  health_.busiest_shard_share = std::max(health_.busiest_shard_share, busiest);
  last_tick_ = now;
}

}  // namespace cxload::run
