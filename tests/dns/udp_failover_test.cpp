// Links over UDP go on to the next place when one refuses or stays silent (RFC 3263 4.3).
#include <cxload/net/udp.hpp>
#include <cxload/net/udp_hub.hpp>

#include "dns/name_server.hpp"
#include "net/client.hpp"

namespace cxload::net {
namespace {

using namespace test;

/// Sends back what it gets.
struct UdpEcho {
  explicit UdpEcho(Loop& loop, const char* address = "127.0.0.1") {
    UdpSocket::Handlers handlers;
    handlers.on_datagram = [this](std::span<const std::byte> datagram, const Endpoint& from, TimePoint) {
      ++heard;
      if (answers) socket->send(datagram, from);
    };
    socket = UdpSocket::open(loop.shard, {*Address::parse(address), 0}, std::move(handlers)).value();
  }
  [[nodiscard]] std::string port() const { return std::to_string(socket->local().port); }
  std::unique_ptr<UdpSocket> socket;
  bool answers = true;
  int heard = 0;
};

struct MovingClient final : LinkHandler {
  explicit MovingClient(Loop& its_loop) : loop(its_loop) {}
  void on_link_open(const ConnectTimes&) override { loop.stop(); }
  void on_link_message(std::string_view, TimePoint) override {
    ++messages;
    loop.stop();
  }
  void on_link_moved(const Failure& failure) override {
    moved = failure.kind;
    loop.stop();
  }
  void on_link_closed(const Failure& failure) override {
    closed = failure.kind;
    loop.stop();
  }
  Loop& loop;
  std::string moved, closed;
  int messages = 0;
};

Door udp_service() {
  Door door = door_to(Scheme::udp, 5060, "sip.test");
  door.by_service = true;
  return door;
}

constexpr std::string_view token = "abcdefgh";
const std::string request = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x;branch=z9hG4bKabcdefgh-1\r\n\r\n";

/// Both kinds of link, with the same test.
class UdpFailover : public testing::TestWithParam<bool> {
 protected:
  std::unique_ptr<Link> open(const Door& door, LinkHandler& handler) {
    if (!GetParam()) return open_link(loop.shard, door, handler);
    if (!hubs) hubs = std::make_unique<UdpHubs>(loop.shard, token.size());
    return hubs->open(door, std::string(token), handler);
  }
  Loop loop;
  std::unique_ptr<UdpHubs> hubs;
};
INSTANTIATE_TEST_SUITE_P(EachLink, UdpFailover, testing::Values(false, true),
                         [](const auto& its) { return std::string(its.param ? "Hub" : "OwnSocket"); });

TEST_P(UdpFailover, MovesOnFromARefusal) {
  UdpEcho echo(loop);
  const std::string dead = UdpEcho(loop).port();
  const NameServer server(
      loop, {"_sip._udp.sip.test SRV 1 0 " + dead + " sip.test",
             "_sip._udp.sip.test SRV 2 0 " + echo.port() + " sip.test", "sip.test A 127.0.0.1"});
  const Door door = udp_service();
  MovingClient client(loop);
  const auto link = open(door, client);
  loop.run();
  const Endpoint first = link->remote();
  EXPECT_EQ(std::to_string(first.port), dead);
  link->send(request);
  loop.run();
  EXPECT_EQ(client.moved, "udp.refused");
  EXPECT_TRUE(link->move_on(first)) << "it has already";
  link->send(request);
  loop.run();
  EXPECT_EQ(client.messages, 1);
  EXPECT_EQ(client.closed, "");
}

TEST_P(UdpFailover, DiesWithTheLastRefusal) {
  const std::string dead = UdpEcho(loop).port(), other = UdpEcho(loop).port();
  const NameServer server(loop,
                          {"_sip._udp.sip.test SRV 1 0 " + dead + " sip.test",
                           "_sip._udp.sip.test SRV 2 0 " + other + " sip.test", "sip.test A 127.0.0.1"});
  const Door door = udp_service();
  MovingClient client(loop);
  const auto link = open(door, client);
  for (int i = 0; i < 3 && client.closed.empty(); ++i) {
    loop.run();
    link->send(request);
  }
  EXPECT_EQ(client.closed, "udp.refused");
  MovingClient again(loop);
  const auto second = open(door, again);
  loop.run();
  EXPECT_EQ(std::to_string(second->remote().port), dead) << "a new connection begins with the first again";
}

TEST_P(UdpFailover, MovesOnWhenToldThatNobodyAnswers) {
  UdpEcho silent(loop), echo(loop, "::1");
  silent.answers = false;
  const NameServer server(loop, {"_sip._udp.sip.test SRV 1 0 " + silent.port() + " four.test",
                                 "_sip._udp.sip.test SRV 2 0 " + echo.port() + " six.test",
                                 "four.test A 127.0.0.1", "six.test AAAA ::1"});
  const Door door = udp_service();
  MovingClient client(loop);
  const auto link = open(door, client);
  loop.run();
  // The other place is looked up while the first is in use already.
  while (!Dns::of(loop.shard).find_known({DnsQuestion::Kind::addresses, "six.test"})) {
    loop.shard.post([this] { loop.stop(); });
    loop.run();
  }
  loop.shard.post([this] { loop.stop(); });
  loop.run();
  const Endpoint first = link->remote();
  link->send(request);
  ASSERT_TRUE(link->move_on(first));
  EXPECT_FALSE(link->local().address.is_v4()) << "the way there begins elsewhere";
  link->send(request);
  loop.run();
  EXPECT_EQ(client.messages, 1);
  EXPECT_EQ(client.moved, "") << "who asked need not be told";
  EXPECT_FALSE(link->move_on(link->remote())) << "there is no third";
}

TEST_P(UdpFailover, StaysWhereThereIsNoOther) {
  UdpEcho echo(loop);
  const Door door = door_to(Scheme::udp, echo.socket->local().port);
  MovingClient client(loop);
  const auto link = open(door, client);
  loop.run();
  EXPECT_FALSE(link->move_on(link->remote()));
}

}  // namespace
}  // namespace cxload::net
