#include "poller.hpp"

#include <functional>
#include <sys/eventfd.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace cxload::net {
namespace {

struct Watched final : Poller::Watch {
  explicit Watched(unsigned value) : fd(::eventfd(value, EFD_NONBLOCK)) {}
  ~Watched() { ::close(fd); }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  void on_ready(std::uint32_t) override {
    ++calls;
    if (when_ready) when_ready();
  }
  int fd;
  int calls = 0;
  std::function<void()> when_ready;
};

void handle_ready(Poller& poller) {
  poller.fetch(TimePoint::min());
  poller.dispatch();
}

TEST(Poller, IsLevelTriggeredAndDoesNotWaitForThePast) {
  Poller poller;
  Watched ready(1), idle(0);
  ASSERT_TRUE(poller.add(ready.fd, ready, EPOLLIN));
  ASSERT_TRUE(poller.add(idle.fd, idle, EPOLLIN));
  handle_ready(poller);
  handle_ready(poller);
  EXPECT_EQ(ready.calls, 2);
  EXPECT_EQ(idle.calls, 0);
  poller.change(idle.fd, idle, EPOLLIN | EPOLLOUT);
  handle_ready(poller);
  EXPECT_EQ(idle.calls, 1);
}

TEST(Poller, AWatchThatIsRemovedHearsNothingMoreOfTheSameTurn) {
  Poller poller;
  Watched a(1), b(1);
  a.when_ready = [&] { poller.remove(b.fd, b); };
  b.when_ready = [&] { poller.remove(a.fd, a); };
  ASSERT_TRUE(poller.add(a.fd, a, EPOLLIN));
  ASSERT_TRUE(poller.add(b.fd, b, EPOLLIN));
  handle_ready(poller);
  EXPECT_EQ(a.calls + b.calls, 1);
}

TEST(Poller, WaitsUntilTheDeadlineOrUntilSomethingIsReady) {
  Poller poller;
  Watched idle(0), ready(1);
  ASSERT_TRUE(poller.add(idle.fd, idle, EPOLLIN));
  const TimePoint due = Clock::now() + std::chrono::milliseconds(3);
  poller.fetch(due);
  EXPECT_GE(Clock::now(), due);
  ASSERT_TRUE(poller.add(ready.fd, ready, EPOLLIN));
  poller.fetch(TimePoint::max());
  poller.dispatch();
  EXPECT_EQ(ready.calls, 1);
}

}  // namespace
}  // namespace cxload::net
