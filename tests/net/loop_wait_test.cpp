// Both ways of waiting: the loop's own epoll set, and Asio's reactor once a socket of Asio's is about.
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cxload/net/udp.hpp>

#include "net/loop.hpp"

namespace cxload::net {
namespace {

using std::chrono::milliseconds;
using test::Loop;

class EachWait : public testing::TestWithParam<bool> {
 protected:
  EachWait() {
    if (GetParam()) static_cast<void>(loop.shard.asio_context());
  }
  Loop loop;
};

Awaitable<void> sleep_and_note(Shard& shard, TimePoint due, std::string& log) {
  co_await sleep_until(shard, due);
  EXPECT_GE(Clock::now(), due);
  log += "slept ";
}

TEST_P(EachWait, ServesTimersFlowsAndSocketsAndEndsWithTheLastOfThem) {
  std::string log;
  Timer timer(loop.shard, [&](TimePoint) { log += "timer "; });
  timer.arm(Clock::now() + milliseconds(5));
  loop.shard.spawn(sleep_and_note(loop.shard, Clock::now() + milliseconds(15), log));
  std::unique_ptr<UdpSocket> receiver, sender;
  UdpSocket::Handlers handlers{[&](auto, const Endpoint&, TimePoint) {
    log += "datagram ";
    receiver.reset();
    sender.reset();
  }};
  const Endpoint any_port{Address::loopback(), 0};
  receiver = UdpSocket::open(loop.shard, any_port, handlers).value();
  sender = UdpSocket::open(loop.shard, any_port, {}).value();
  const std::string hello = "hello";
  sender->send(std::as_bytes(std::span(hello)), receiver->local());
  loop.run();
  EXPECT_EQ(log, "datagram timer slept ");
}

TEST_P(EachWait, AnEarlierTimerArmedLaterComesFirst) {
  std::string log;
  Timer late(loop.shard, [&](TimePoint) { log += "late "; });
  Timer early(loop.shard, [&](TimePoint) { log += "early "; });
  Timer first(loop.shard, [&](TimePoint now) {
    log += "first ";
    early.arm(now + milliseconds(5));
  });
  late.arm(Clock::now() + milliseconds(40));
  first.arm(Clock::now() + milliseconds(5));
  loop.run();
  EXPECT_EQ(log, "first early late ");
}

TEST_P(EachWait, IsWokenByWorkFromAnotherThread) {
  loop.shard.keep_running();
  std::thread other([&] { loop.shard.post([&] { loop.stop(); }); });
  loop.run();
  other.join();
}

INSTANTIATE_TEST_SUITE_P(Ways, EachWait, testing::Bool(),
                         [](const auto& way) { return way.param ? "Asio" : "direct"; });

TEST(LoopWait, AsiosOwnTimersRingInALoopThatServesAsio) {
  Loop loop;
  boost::asio::steady_timer timer(loop.shard.asio_context(), milliseconds(5));
  bool rang = false;
  timer.async_wait([&](const boost::system::error_code&) { rang = true; });
  loop.run();
  EXPECT_TRUE(rang);
}

/// Many wake-ups a second let what arrives gather; nothing may be lost or stay behind for it.
TEST(LoopWait, ALoopThatIsWokenOftenStillHandlesEverything) {
  Loop loop;
  int rounds = 0;
  Timer often(loop.shard, [&](TimePoint now) {
    if (++rounds < 500) often.arm(now + std::chrono::microseconds(100));
  });
  often.arm(Clock::now());
  loop.run();
  EXPECT_EQ(rounds, 500);
}

}  // namespace
}  // namespace cxload::net
