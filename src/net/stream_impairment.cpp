#include <algorithm>
#include <cmath>

#include <cxload/net/impairment.hpp>

#include "impairment_terms.hpp"

namespace cxload::net {
namespace {

constexpr Duration least_timeout = std::chrono::milliseconds(200);
constexpr Duration connect_timeout = std::chrono::seconds(1);
constexpr Duration longest_timeout = std::chrono::minutes(2);
/// As often as Linux sends a segment again; by then somebody has given up.
constexpr double most_losses = 15;

}  // namespace

StreamImpairment::StreamImpairment(const BadNetwork& network)
    : profile_(network.profile),
      random_(network.random),
      width_(swing_of(profile_)),
      delay_(std::max(profile_.delay, width_)) {}

TimePoint StreamImpairment::carry_connect(TimePoint now) { return carry(0, now, connect_timeout); }

TimePoint StreamImpairment::carry(std::size_t size, TimePoint now) {
  return carry(size, now, least_timeout + 2 * delay_);
}

TimePoint StreamImpairment::carry(std::size_t size, TimePoint now, Duration timeout) {
  // Always the same number of draws, so that one figure more leaves the others' segments as they were.
  const Duration lost = time_lost(timeout);
  const bool is_late = random_.unit() < profile_.reorder;
  const double swing = 2 * random_.unit() - 1;
  TimePoint sent = now;
  if (profile_.bytes_per_s > 0) {
    const std::chrono::duration<double> line(static_cast<double>(size) / profile_.bytes_per_s);
    sent = std::max(now, free_at_) + std::chrono::duration_cast<Duration>(line);
    free_at_ = sent;
  }
  const Duration late = is_late ? held_back : Duration();
  const TimePoint at = sent + delay_ + std::chrono::duration_cast<Duration>(width_ * swing) + late + lost;
  last_ = std::max(at, last_);
  return last_;
}

/// One draw says how often in a row the segment is lost: n times or more with the probability loss ^ n.
Duration StreamImpairment::time_lost(Duration timeout) {
  const double drawn = 1 - random_.unit();  // never 0
  if (profile_.loss <= 0) return {};
  const double losses = profile_.loss >= 1 ? most_losses : std::log(drawn) / std::log(profile_.loss);
  Duration lost{};
  for (int i = 1; i <= static_cast<int>(std::min(losses, most_losses)); ++i) {
    lost += timeout;
    timeout = std::min(2 * timeout, longest_timeout);
  }
  return lost;
}

}  // namespace cxload::net
