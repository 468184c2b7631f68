/// When the kernel received what a socket hands over: a loop that is late, or waits on purpose, must not make
/// the network look slow.
#pragma once
#include <cstddef>
#include <sys/socket.h>

#include <cxload/base/clock.hpp>

namespace cxload::net {

/// Room for a time stamp beside the other control messages of a socket.
constexpr std::size_t arrival_control_size = CMSG_SPACE(sizeof(timespec));

/// Asks for time stamps (SO_TIMESTAMPNS). Best effort: without them arrival is the moment of reading.
void stamp_arrivals(int fd);

/// Both clocks at the moment of reading; make one for each read.
class Arrival {
 public:
  Arrival();
  /// Of a message read just before. TCP: of the last segment it holds bytes of.
  [[nodiscard]] TimePoint of(const msghdr& header) const;

 private:
  TimePoint now_;
  WallClock::time_point wall_now_;
};

}  // namespace cxload::net
