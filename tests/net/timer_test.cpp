#include <algorithm>
#include <memory>
#include <vector>

#include "net/loop.hpp"

namespace cxload::net {
namespace {

using std::chrono::microseconds;
using test::Loop;

TEST(Timer, FiresInOrderOfDueTimesAndNeverEarly) {
  Loop loop;
  Random random(7);
  std::vector<std::unique_ptr<Timer>> timers;
  std::vector<TimePoint> fired;
  const TimePoint start = Clock::now();
  for (int i = 0; i < 1000; ++i) {
    const TimePoint due = start + microseconds(random.below(20'000));
    timers.push_back(std::make_unique<Timer>(loop.shard, [&fired, due](TimePoint now) {
      EXPECT_GE(now, due);
      fired.push_back(due);
    }));
    timers.back()->arm(due);
  }
  loop.run();
  EXPECT_EQ(fired.size(), 1000U);
  EXPECT_TRUE(std::is_sorted(fired.begin(), fired.end()));
}

TEST(Timer, HoldsUnderRandomArmingAndDisarming) {
  Loop loop;
  Random random(8);
  struct Case {
    std::unique_ptr<Timer> timer;
    TimePoint due{};
    int expected = 0, fired = 0;
  };
  std::vector<Case> cases(300);
  const TimePoint start = Clock::now();
  for (auto& c : cases)
    c.timer = std::make_unique<Timer>(loop.shard, [&c](TimePoint now) {
      ++c.fired;
      EXPECT_GE(now, c.due);
    });
  for (int i = 0; i < 5000; ++i) {
    Case& c = cases[random.below(cases.size())];
    if (random.below(3) == 0) {
      c.timer->disarm();
      c.expected = 0;
    } else {
      c.due = start + microseconds(random.below(30'000));
      c.timer->arm(c.due);
      c.expected = 1;
    }
    EXPECT_EQ(c.timer->is_armed(), c.expected == 1);
  }
  loop.run();
  for (const auto& c : cases) EXPECT_EQ(c.fired, c.expected);
}

TEST(Timer, MayArmItselfAgainAndDestroyItselfInItsCallback) {
  Loop loop;
  int rounds = 0;
  auto timer = std::make_unique<Timer>(loop.shard, nullptr);
  timer = std::make_unique<Timer>(loop.shard, [&, keep = std::string(100, 'x')](TimePoint now) {
    if (++rounds < 5) return timer->arm(now);
    timer.reset();
    EXPECT_EQ(keep.size(), 100U);  // the callback's own state is still there
  });
  timer->arm(Clock::now());
  loop.run();
  EXPECT_EQ(rounds, 5);
  EXPECT_EQ(timer, nullptr);
}

TEST(Timer, ACallbackMayDestroyAnotherDueTimer) {
  Loop loop;
  int fired = 0;
  std::unique_ptr<Timer> a, b;
  a = std::make_unique<Timer>(loop.shard, [&](TimePoint) { ++fired, b.reset(); });
  b = std::make_unique<Timer>(loop.shard, [&](TimePoint) { ++fired, a.reset(); });
  const TimePoint due = Clock::now() + std::chrono::milliseconds(1);
  a->arm(due);
  b->arm(due);
  loop.run();
  EXPECT_EQ(fired, 1);
}

TEST(Timer, ADisarmedTimerDoesNotKeepTheLoopRunning) {
  Loop loop;
  Timer timer(loop.shard, [](TimePoint) { FAIL(); });
  timer.arm(Clock::now() + std::chrono::hours(1));
  loop.shard.post([&] { timer.disarm(); });
  loop.shard.run();
  EXPECT_FALSE(timer.is_armed());
}

TEST(Timer, OneThatAlwaysArmsForNowLeavesOthersTheirTurn) {
  Loop loop;
  int rounds = 0;
  Timer greedy(loop.shard, [&](TimePoint) { ++rounds, greedy.arm(TimePoint::min()); });
  greedy.arm(TimePoint::min());
  loop.shard.post([&] { loop.shard.post([&] { loop.shard.post([&] { loop.stop(); }); }); });
  loop.run();
  EXPECT_GT(rounds, 0);
}

}  // namespace
}  // namespace cxload::net
