#include "waker.hpp"

#include <stdexcept>
#include <sys/eventfd.h>
#include <unistd.h>

namespace cxload::net {

Waker::Waker(Poller& poller) : poller_(poller), fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (fd_ < 0 || !poller_.add(fd_, *this, EPOLLIN))
    throw std::runtime_error("eventfd failed: too many open files?");
}

Waker::~Waker() {
  poller_.remove(fd_, *this);
  ::close(fd_);
}

void Waker::wake() {
  // It can only fail when it has been written 2^64 times without a read: then the loop is awake.
  [[maybe_unused]] const int written = ::eventfd_write(fd_, 1);
}

void Waker::on_ready(std::uint32_t) {
  eventfd_t count = 0;
  [[maybe_unused]] const int read = ::eventfd_read(fd_, &count);
}

}  // namespace cxload::net
