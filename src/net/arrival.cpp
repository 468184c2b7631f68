#include "arrival.hpp"

#include <cstring>

namespace cxload::net {
namespace {

/// Older stamps say that the wall clock was set meanwhile.
constexpr Duration oldest = std::chrono::seconds(10);

}  // namespace

void stamp_arrivals(int fd) {
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

Arrival::Arrival() : now_(Clock::now()), wall_now_(WallClock::now()) {}

TimePoint Arrival::of(const msghdr& header) const {
  for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(const_cast<msghdr*>(&header), c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(c), sizeof stamp);
    const Duration since_epoch = std::chrono::seconds(stamp.tv_sec) + std::chrono::nanoseconds(stamp.tv_nsec);
    const Duration age = wall_now_.time_since_epoch() - since_epoch;
    return age > Duration::zero() && age < oldest ? now_ - age : now_;
  }
  return now_;
}

}  // namespace cxload::net
