#include <memory>
#include <string>

#include <boost/system/system_error.hpp>

#include <cxload/net/task_group.hpp>

#include "net/loop.hpp"

namespace cxload::net {
namespace {

using std::chrono::milliseconds;
using test::Loop;

Awaitable<void> wait_twice(Signal& signal, std::string& log) {
  co_await signal.wait();
  log += "a";
  co_await signal.wait();
  log += "b";
}

TEST(Signal, WakesItsWaiterEachTime) {
  Loop loop;
  Signal signal(loop.shard);
  std::string log;
  loop.shard.spawn(wait_twice(signal, log));
  Timer later(loop.shard, [&](TimePoint) {
    log += later.is_armed() ? "" : ".";
    signal.notify();
    if (log == ".") later.arm(Clock::now() + milliseconds(2));
  });
  later.arm(Clock::now() + milliseconds(2));
  loop.run();
  EXPECT_EQ(log, ".a.b");
}

TEST(Signal, RemembersOneNotification) {
  Loop loop;
  Signal signal(loop.shard);
  signal.notify();
  signal.notify();
  std::string log;
  loop.shard.spawn(wait_twice(signal, log));
  loop.shard.post([&] {
    loop.shard.post([&] {
      log += ".";
      signal.notify();
    });
  });
  loop.run();
  EXPECT_EQ(log, "a.b");
}

Awaitable<void> wait_until_due(Shard& shard, Signal& signal, std::string& log) {
  const TimePoint due = Clock::now() + milliseconds(5);
  const bool first = co_await signal.wait_until(due);
  log += first ? "notified " : "late ";
  EXPECT_GE(Clock::now(), due);
  co_await sleep_until(shard, Clock::now() + milliseconds(1));
  signal.notify();
  const bool second = co_await signal.wait_until(TimePoint::min());
  log += second ? "notified" : "late";
}

TEST(Signal, TellsNotificationFromDeadline) {
  Loop loop;
  Signal signal(loop.shard);
  std::string log;
  loop.shard.spawn(wait_until_due(loop.shard, signal, log));
  loop.run();
  EXPECT_EQ(log, "late notified");
}

Awaitable<void> note_what_it_hears(Signal& signal, std::string& log) {
  try {
    co_await signal.wait();
  } catch (const boost::system::system_error& error) {
    log += error.code().message();
  }
}

TEST(Signal, EndsTheWaitWhenItDies) {
  Loop loop;
  auto signal = std::make_unique<Signal>(loop.shard);
  std::string log;
  loop.shard.spawn(note_what_it_hears(*signal, log));
  loop.shard.post([&] { loop.shard.post([&] { signal.reset(); }); });
  loop.run();
  EXPECT_EQ(log, "Operation canceled");
}

}  // namespace
}  // namespace cxload::net
