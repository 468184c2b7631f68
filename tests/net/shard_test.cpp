#include <algorithm>
#include <thread>
#include <vector>

#include <boost/system/system_error.hpp>

#include "net/loop.hpp"

namespace cxload::net {
namespace {

using test::Loop;

TEST(Shard, RunsPostedWorkInOrderAndEndsWhenNothingIsLeft) {
  Loop loop;
  std::vector<int> seen;
  for (int i = 0; i < 3; ++i) loop.shard.post([&seen, i] { seen.push_back(i); });
  loop.shard.run();
  loop.shard.post([&seen] { seen.push_back(3); });
  loop.shard.run();
  EXPECT_EQ(seen, (std::vector<int>{0, 1, 2, 3}));
}

TEST(Shard, TakesWorkFromOtherThreads) {
  Loop loop;
  Timer more_to_come(loop.shard, [](TimePoint) {});
  more_to_come.arm(Clock::now() + std::chrono::hours(1));
  int count = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) loop.shard.post([&] { count == 399 ? loop.stop() : void(++count); });
    });
  loop.run();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(count, 399);
}

TEST(Shard, AStopBeforeTheRunIsNotLost) {
  Loop loop;
  Timer never(loop.shard, [](TimePoint) {});
  never.arm(Clock::now() + std::chrono::hours(1));
  loop.stop();
  loop.shard.run();
  EXPECT_TRUE(never.is_armed());
}

Awaitable<void> throw_logic_error() {
  throw std::logic_error("seen by the operator");
  co_return;
}

TEST(ShardDeathTest, AFlowThatThrowsEndsTheProcessWithAMessage) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        Loop loop;
        loop.shard.spawn(throw_logic_error());
        loop.shard.run();
      },
      "seen by the operator");
}

/// Keeps the loop busy for a while, so that the probe comes late.
void burn(Duration time) {
  for (const TimePoint end = Clock::now() + time; Clock::now() < end;) {
  }
}

TEST(Shard, SeesItsOwnLagAndBusyShare) {
  Loop loop;
  std::vector<Duration> lags;
  loop.shard.watch_lag([&](Duration lag) { lags.push_back(lag); });
  LoopHealth idle, busy;
  Timer first(loop.shard, [&](TimePoint) {
    idle = loop.shard.read_health();
    burn(std::chrono::milliseconds(100));
  });
  Timer second(loop.shard, [&](TimePoint) { busy = loop.shard.read_health(); });
  (void)loop.shard.read_health();  // starts a new window
  first.arm(Clock::now() + std::chrono::milliseconds(100));
  second.arm(Clock::now() + std::chrono::milliseconds(220));
  loop.run();
  EXPECT_LT(idle.busy_share, 0.5);
  EXPECT_GT(busy.busy_share, idle.busy_share);
  EXPECT_GT(busy.busy_share, 0.5);
  EXPECT_GT(busy.worst_lag, std::chrono::milliseconds(50));
  EXPECT_GT(lags.size(), 3U);
  EXPECT_EQ(*std::max_element(lags.begin(), lags.end()), std::max(busy.worst_lag, idle.worst_lag));
}

Awaitable<void> wait_for_ever(Signal& signal, bool& died) {
  struct Mark {
    bool& died;
    ~Mark() { died = true; }
  } mark{died};
  co_await signal.wait();
}

TEST(Shard, TakesSuspendedFlowsWithIt) {
  bool died = false;
  {
    Loop loop;
    Signal signal(loop.shard);
    loop.shard.spawn(wait_for_ever(signal, died));
    loop.shard.post([&] { loop.stop(); });
    loop.shard.run();
    EXPECT_FALSE(died);
  }
  EXPECT_TRUE(died);
}

}  // namespace
}  // namespace cxload::net
