#include <string>
#include <sys/resource.h>
#include <unistd.h>

#include <cxload/net/udp.hpp>

#include "net/loop.hpp"

namespace cxload::net {
namespace {

using test::Loop;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }
std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
const Endpoint any_port{Address::loopback(), 0};

TEST(UdpSocket, CarriesDatagramsBothWaysOnBothFamilies) {
  for (const auto* host : {"127.0.0.1", "::1"}) {
    Loop loop;
    std::unique_ptr<UdpSocket> echo, asker;
    const Endpoint local{*Address::parse(host), 0};
    UdpSocket::Handlers echoes{
        [&](auto datagram, const Endpoint& from, TimePoint) { echo->send(datagram, from); }};
    echo = UdpSocket::open(loop.shard, local, echoes).value();
    int left = 200;  // several batches
    UdpSocket::Handlers counts{[&](auto datagram, const Endpoint& from, TimePoint arrived) {
      EXPECT_EQ(text_of(datagram), "hello");
      EXPECT_EQ(from, echo->local());
      EXPECT_LE(arrived, Clock::now());
      if (--left == 0) loop.stop();
    }};
    asker = UdpSocket::open(loop.shard, local, counts).value();
    for (int i = 0; i < 200; ++i) asker->send(bytes_of("hello"), echo->local());
    loop.run();
    EXPECT_EQ(left, 0) << host;
  }
}

TEST(UdpSocket, TellsWhenADatagramArrivedNotWhenItWasRead) {
  Loop loop;
  std::unique_ptr<UdpSocket> receiver;
  TimePoint arrived{};
  UdpSocket::Handlers handlers{[&](auto, const Endpoint&, TimePoint at) {
    arrived = at;
    loop.stop();
  }};
  receiver = UdpSocket::open(loop.shard, any_port, handlers).value();
  auto sender = UdpSocket::open(loop.shard, any_port, {}).value();
  const TimePoint before = Clock::now();
  sender->send(bytes_of("x"), receiver->local());
  const TimePoint sent = Clock::now();
  while (Clock::now() < sent + std::chrono::milliseconds(50)) {
  }
  loop.run();
  EXPECT_GE(arrived, before - std::chrono::milliseconds(1)) << "two clocks are compared";
  EXPECT_LT(arrived, sent + std::chrono::milliseconds(25)) << "the loop was late, the datagram was not";
}

TEST(UdpSocket, ReportsTheAddressWhereNobodyListens) {
  Loop loop;
  auto closed = UdpSocket::open(loop.shard, any_port, {}).value();
  const Endpoint nobody = closed->local();
  closed.reset();
  std::unique_ptr<UdpSocket> socket;
  std::string kind;
  UdpSocket::Handlers handlers{{}, [&](const Endpoint& to, const Failure& failure) {
                                 EXPECT_EQ(to, nobody);
                                 kind = failure.kind;
                                 socket.reset();  // in its own call
                               }};
  socket = UdpSocket::open(loop.shard, any_port, handlers).value();
  socket->send(bytes_of("anybody?"), nobody);
  loop.run();
  EXPECT_EQ(kind, "udp.refused");
}

TEST(UdpSocket, MayBeDestroyedInsideItsHandlerWithMoreWaiting) {
  Loop loop;
  std::unique_ptr<UdpSocket> receiver;
  int received = 0;
  UdpSocket::Handlers handlers{[&](auto, const Endpoint&, TimePoint) {
    ++received;
    receiver.reset();
  }};
  receiver = UdpSocket::open(loop.shard, any_port, handlers).value();
  auto sender = UdpSocket::open(loop.shard, any_port, {}).value();
  for (int i = 0; i < 40; ++i) sender->send(bytes_of("x"), receiver->local());
  loop.shard.post([&] { sender.reset(); });
  loop.run();
  EXPECT_EQ(received, 1);
}

TEST(UdpSocket, MayBeDestroyedWithAFailureYetToBeTold) {
  Loop loop;
  auto first = UdpSocket::open(loop.shard, any_port, {}).value();
  auto second = UdpSocket::open(loop.shard, any_port, {}).value();
  loop.shard.post([&] {
    first.reset();
    second->send(bytes_of(std::string(70'000, 'x')), second->local());  // more than UDP carries
    second.reset();
  });
  loop.run();  // what it shows is shown by ASan
}

TEST(UdpSocket, CountsWhatItsOwnBufferDropped) {
  Loop loop;
  std::unique_ptr<UdpSocket> receiver, sender;
  int received = 0;
  // The count of lost datagrams travels with the next one that arrives: sent when the buffer is empty again.
  Timer later(loop.shard, [&](TimePoint) { sender->send(bytes_of("x"), receiver->local()); });
  UdpSocket::Handlers handlers{[&](auto datagram, const Endpoint&, TimePoint) {
    ++received;
    later.arm(Clock::now() + std::chrono::milliseconds(1));
    if (datagram.size() == 1) loop.stop();
  }};
  receiver = UdpSocket::open(loop.shard, any_port, handlers).value();
  sender = UdpSocket::open(loop.shard, any_port, {}).value();
  const std::string big(60'000, 'x');
  for (int i = 0; i < 400; ++i) sender->send(bytes_of(big), receiver->local());
  loop.run();
  EXPECT_LT(received, 401);
  EXPECT_EQ(loop.shard.read_health().socket_drops, static_cast<std::uint64_t>(401 - received));
}

TEST(UdpSocket, SaysWhyItCannotBeOpened) {
  Loop loop;
  auto taken = UdpSocket::open(loop.shard, any_port, {}).value();
  EXPECT_EQ(UdpSocket::open(loop.shard, taken->local(), {}).error().kind, "local.bind");
  const Endpoint foreign{*Address::parse("192.0.2.1"), 0};
  EXPECT_EQ(UdpSocket::open(loop.shard, foreign, {}).error().kind, "local.bind");

  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const int lowest_free = ::dup(0);
  ::close(lowest_free);
  const rlimit none{static_cast<rlim_t>(lowest_free), before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  const auto failed = UdpSocket::open(loop.shard, any_port, {});
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(failed.error().kind, "local.descriptors");
}

}  // namespace
}  // namespace cxload::net
