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
  const auto drift = std::chrono::duration_cast<Duration>(wall - anchor_.at(now));
  const Duration step = drift < Duration::zero() ? -drift : drift;
  busy_for_ = busiest > busy_limit ? busy_for_ + gap : Duration::zero();
  note(health_, gap, step, busiest);
  note(step_, gap, step, busiest);
  last_tick_ = now;
}

void HealthWatch::note(ProcessHealth& health, Duration gap, Duration step, double busiest) const {
  if (gap > longest_gap) health.longest_stop = std::max(health.longest_stop, gap);
  if (step > largest_slew) health.clock_step = std::max(health.clock_step, step);
  health.longest_busy = std::max(health.longest_busy, busy_for_);
  health.busiest_shard_share = std::max(health.busiest_shard_share, busiest);
}

}  // namespace cxload::run
