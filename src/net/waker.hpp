/// Ends the wait of a loop from another thread.
#pragma once
#include "poller.hpp"

namespace cxload::net {

class Waker final : private Poller::Watch {
 public:
  explicit Waker(Poller& poller);
  ~Waker();
  Waker(const Waker&) = delete;
  Waker& operator=(const Waker&) = delete;
  void wake();  ///< from any thread, and from a signal handler

 private:
  void on_ready(std::uint32_t events) override;
  Poller& poller_;
  int fd_;
};

}  // namespace cxload::net
