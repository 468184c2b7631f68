#include <stdexcept>
#include <string>

#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <cxload/net/task_group.hpp>

#include "net/loop.hpp"

namespace cxload::net {
namespace {

using std::chrono::milliseconds;
using test::Loop;

Awaitable<void> sleep_then_count(Shard& shard, Duration time, int& count) {
  co_await sleep_until(shard, Clock::now() + time);
  ++count;
}

Awaitable<void> fail(Shard& shard, Duration time) {
  co_await sleep_until(shard, Clock::now() + time);
  throw std::runtime_error("the second of four");
}

Awaitable<void> clean_up_slowly(Shard& shard, std::string& log) {
  bool cancelled = false;
  try {
    co_await sleep_until(shard, TimePoint::max());
  } catch (const boost::system::system_error&) {
    cancelled = true;
  }
  if (!cancelled) co_return;
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await sleep_until(shard, Clock::now() + milliseconds(2));
  log += "cleaned ";
}

Awaitable<void> join_hundred(Shard& shard, int& count) {
  TaskGroup group(shard);
  for (int i = 0; i < 100; ++i) group.spawn(sleep_then_count(shard, milliseconds(i % 7), count));
  co_await group.join();
  EXPECT_EQ(group.size(), 0U);
  EXPECT_EQ(count, 100);
}

TEST(TaskGroup, JoinsAllChildren) {
  Loop loop;
  int count = 0;
  loop.shard.spawn(join_hundred(loop.shard, count));
  loop.run();
  EXPECT_EQ(count, 100);
}

Awaitable<void> join_failing(Shard& shard, std::string& log) {
  int count = 0;
  TaskGroup group(shard);
  group.spawn(clean_up_slowly(shard, log));
  group.spawn(fail(shard, milliseconds(1)));
  group.spawn(sleep_then_count(shard, std::chrono::hours(1), count));
  try {
    co_await group.join();
  } catch (const std::runtime_error& error) {
    log += error.what();
  }
  EXPECT_EQ(count, 0);
}

TEST(TaskGroup, TheFirstFailureCancelsTheOthersAndIsRethrown) {
  Loop loop;
  std::string log;
  loop.shard.spawn(join_failing(loop.shard, log));
  loop.run();
  EXPECT_EQ(log, "cleaned the second of four");
}

Awaitable<void> cancel_at_once(Shard& shard, int& count) {
  TaskGroup group(shard);
  group.spawn(sleep_then_count(shard, std::chrono::hours(1), count));
  group.cancel();  // before the child's first step
  co_await group.join();
  group.spawn(sleep_then_count(shard, milliseconds(0), count));  // a later child is not cancelled
  co_await group.join();
}

TEST(TaskGroup, CancelIsNoError) {
  Loop loop;
  int count = 0;
  loop.shard.spawn(cancel_at_once(loop.shard, count));
  loop.run();
  EXPECT_EQ(count, 1);
}

Awaitable<void> join_for_ever(Shard& shard, std::string& log) {
  TaskGroup group(shard);
  group.spawn(clean_up_slowly(shard, log));
  try {
    co_await group.join();
  } catch (const boost::system::system_error&) {
    log += "joiner cancelled";
  }
}

Awaitable<void> cancel_the_joiner(Shard& shard, std::string& log) {
  TaskGroup outer(shard);
  outer.spawn(join_for_ever(shard, log));
  co_await sleep_until(shard, Clock::now() + milliseconds(1));
  outer.cancel();
  co_await outer.join();
}

TEST(TaskGroup, ACancelledJoinerWaitsForItsChildrensCleanUp) {
  Loop loop;
  std::string log;
  loop.shard.spawn(cancel_the_joiner(loop.shard, log));
  loop.run();
  EXPECT_EQ(log, "cleaned joiner cancelled");
}

TEST(TaskGroupDeathTest, RefusesToLeaveFlowsBehind) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        Loop loop;
        int count = 0;
        TaskGroup group(loop.shard);
        group.spawn(sleep_then_count(loop.shard, std::chrono::hours(1), count));
      },
      "while its flows were running");
}

}  // namespace
}  // namespace cxload::net
