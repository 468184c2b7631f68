#include "poller.hpp"

#include <stdexcept>
#include <unistd.h>

namespace cxload::net {

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

void Poller::dispatch() {
  fetched_ = ::epoll_wait(epoll_, events_.data(), static_cast<int>(events_.size()), 0);
  next_ = 0;
  while (next_ < fetched_) {
    const epoll_event& event = events_[static_cast<std::size_t>(next_++)];
    if (event.data.ptr != nullptr) static_cast<Watch*>(event.data.ptr)->on_ready(event.events);
  }
  fetched_ = next_ = 0;
}

}  // namespace cxload::net
