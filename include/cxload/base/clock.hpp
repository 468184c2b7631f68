/// Time: one monotonic clock for every measurement, wall time only for stamps in reports.
#pragma once
#include <chrono>

namespace cxload {

using Clock = std::chrono::steady_clock;
using Duration = Clock::duration;
using TimePoint = Clock::time_point;
using WallClock = std::chrono::system_clock;
using WallTime = WallClock::time_point;

}  // namespace cxload
