#include "poller.hpp"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <stdexcept>
#include <unistd.h>

namespace cxload::net {
namespace {

/// Longer waits are cut: nobody waits an hour for nothing, and no sum overflows.
constexpr Duration longest_wait = std::chrono::hours(1);

timespec to_timespec(Duration duration) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration);
  return {static_cast<time_t>(seconds.count()), static_cast<long>((duration - seconds).count())};
}

}  // namespace

Poller::Poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) throw std::runtime_error("epoll_create1 failed: too many open files?");
}

Poller::~Poller() { ::close(epoll_); }

bool Poller::add(int fd, Watch& watch, std::uint32_t events) {
  epoll_event event{events, {.ptr = &watch}};
  return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0;
}

void Poller::change(int fd, Watch& watch, std::uint32_t events) {
  epoll_event event{events, {.ptr = &watch}};
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event);
}

void Poller::remove(int fd, Watch& watch) {
  epoll_event unused{};
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, &unused);
  for (int i = next_; i < fetched_; ++i)
    if (events_[static_cast<std::size_t>(i)].data.ptr == &watch)
      events_[static_cast<std::size_t>(i)].data.ptr = nullptr;
}

void Poller::fetch(TimePoint until) {
  const TimePoint now = until == TimePoint::min() ? until : Clock::now();
  const Duration left = until <= now ? Duration{} : std::min(until - now, longest_wait);
  const int room = static_cast<int>(events_.size());
  next_ = 0;
  if (has_fine_wait_) {
    const timespec timeout = to_timespec(left);
    fetched_ = ::epoll_pwait2(epoll_, events_.data(), room, &timeout, nullptr);
    if (fetched_ >= 0 || errno != ENOSYS) return;
    has_fine_wait_ = false;
  }
  const auto whole = std::chrono::ceil<std::chrono::milliseconds>(left);
  fetched_ = ::epoll_wait(epoll_, events_.data(), room, static_cast<int>(whole.count()));
}

void Poller::dispatch() {
  while (next_ < fetched_) {
    const epoll_event& event = events_[static_cast<std::size_t>(next_++)];
    if (event.data.ptr != nullptr) static_cast<Watch*>(event.data.ptr)->on_ready(event.events);
  }
  fetched_ = next_ = 0;
}

}  // namespace cxload::net
