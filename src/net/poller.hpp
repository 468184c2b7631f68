/// Readiness of a shard's sockets: one epoll set of our own.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <sys/epoll.h>

#include <cxload/base/clock.hpp>

namespace cxload::net {

/// Level-triggered. Asio's own readiness waits cost a system call and an operation object for each wait of
/// each socket; here a socket is registered once, and the whole set costs one wait for each turn of the loop.
/// Threads: the shard's.
class Poller {
 public:
  class Watch {
   public:
    virtual void on_ready(std::uint32_t events) = 0;  ///< EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP, EPOLLRDHUP

   protected:
    ~Watch() = default;
  };

  Poller();
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  /// False when the kernel refuses (no memory for the entry).
  [[nodiscard]] bool add(int fd, Watch& watch, std::uint32_t events);
  void change(int fd, Watch& watch, std::uint32_t events);
  void remove(int fd, Watch& watch);  ///< `watch` hears nothing more, not even what is already fetched
  void fetch(TimePoint until);        ///< waits until something is ready or `until`; in the past: no wait
  void dispatch();                    ///< handles what was fetched
  [[nodiscard]] int fd() const { return epoll_; }

 private:
  int epoll_;
  // Fetched and not yet handled: remove() strikes a watch out of them.
  std::array<epoll_event, 256> events_{};
  int fetched_ = 0;
  int next_ = 0;
  bool has_fine_wait_ = true;  ///< the kernel knows epoll_pwait2 (Linux 5.11)
};

}  // namespace cxload::net
