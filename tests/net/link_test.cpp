// What all links have in common, over all five transports; and over streams behind a bad network, too.
#include <cxload/net/impairment.hpp>
#include <cxload/net/udp.hpp>

#include "net/client.hpp"
#include "net/peers/peer.hpp"

namespace cxload::net {
namespace {

using namespace test;

const std::string message = "MESSAGE sip:b@x SIP/2.0\r\nContent-Length: 5\r\n\r\nhello";

void echo_bytes(Conversation& conversation) {
  for (std::string bytes = conversation.read_some(); !bytes.empty(); bytes = conversation.read_some())
    conversation.write(bytes);
}

const Identity& localhost_identity() {
  static const Identity identity = authority().issue("DNS:localhost,IP:127.0.0.1,IP:::1");
  return identity;
}

/// A peer that sends everything back, and the way to it.
struct Echo {
  explicit Echo(Scheme scheme, const std::string& address = "127.0.0.1") {
    const bool has_tls = scheme == Scheme::tls || scheme == Scheme::wss;
    const bool has_frames = scheme == Scheme::ws || scheme == Scheme::wss;
    Peer::Options options;
    options.address = address;
    if (has_tls) options.tls = &localhost_identity();
    peer = std::make_unique<Peer>(has_frames ? &echo_websocket : &echo_bytes, options);
    door = door_to(scheme, peer->port(), address);
    if (has_tls) door.tls = trusting(authority().file());
  }
  std::unique_ptr<Peer> peer;
  Door door;
};

enum class Quality { good, bad };

class StreamScheme : public testing::TestWithParam<std::tuple<Scheme, Quality>> {
 protected:
  static Scheme scheme() { return std::get<0>(GetParam()); }
  static bool is_bad() { return std::get<1>(GetParam()) == Quality::bad; }
  static std::optional<BadNetwork> network() {
    if (!is_bad()) return std::nullopt;
    BadNetwork network{{}, Random(1)};
    network.profile.delay = std::chrono::milliseconds(1);
    network.profile.jitter = std::chrono::microseconds(200);
    network.profile.bytes_per_s = 5e6;
    return network;
  }
};
INSTANTIATE_TEST_SUITE_P(All, StreamScheme,
                         testing::Combine(testing::Values(Scheme::tcp, Scheme::tls, Scheme::ws, Scheme::wss),
                                          testing::Values(Quality::good, Quality::bad)),
                         [](const auto& parameter) {
                           return std::string(to_string(std::get<0>(parameter.param))) +
                                  (std::get<1>(parameter.param) == Quality::bad ? "_bad" : "");
                         });

TEST_P(StreamScheme, CarriesMessagesOnBothFamilies) {
  for (const auto* address : {"127.0.0.1", "::1"}) {
    Loop loop;
    const Echo echo(scheme(), address);
    Client client(loop, network());
    ASSERT_EQ(client.connect(echo.door), "") << client.failure->detail;
    EXPECT_EQ(client.link->remote(), (Endpoint{*Address::parse(address), echo.peer->port()}));
    EXPECT_EQ(client.link->local().address, *Address::parse(address));
    EXPECT_TRUE(client.times->tcp);
    EXPECT_FALSE(client.times->dns) << "a literal needs none";
    EXPECT_EQ(client.times->tls.has_value(), echo.door.tls != nullptr);
    EXPECT_EQ(client.times->ws.has_value(), scheme() == Scheme::ws || scheme() == Scheme::wss);
    const TimePoint before = Clock::now();
    EXPECT_GE(client.link->send(message), before);
    loop.run();
    EXPECT_EQ(client.messages, std::vector{message});
    client.link.reset();
  }
}

TEST_P(StreamScheme, CarriesBigAndManyMessages) {
  Loop loop;
  const Echo echo(scheme());
  Client client(loop, network());
  const std::string big =
      "MESSAGE sip:b@x SIP/2.0\r\nContent-Length: 60000\r\n\r\n" + std::string(60'000, 'x');
  ASSERT_EQ(client.connect(echo.door), "");
  client.when_message = [&] {
    if (client.messages.size() == 22) loop.stop();
  };
  client.link->send(big);
  for (int i = 0; i < 20; ++i) client.link->send(message);
  client.link->send(big);
  loop.run();
  ASSERT_EQ(client.messages.size(), 22U);
  EXPECT_EQ(client.messages.front(), big);
  EXPECT_EQ(client.messages.back(), big);
  EXPECT_EQ(client.messages[7], message);
}

TEST_P(StreamScheme, PassesThePongOn) {
  Loop loop;
  const Echo echo(scheme());
  Client client(loop, network());
  ASSERT_EQ(client.connect(echo.door), "");
  // The echo of a WebSocket makes a ping of the peer out of it, and our answer to that comes back as a pong;
  // on a stream the first half of the echo is the pong.
  client.link->send_keepalive();
  loop.run();
  EXPECT_EQ(client.messages, std::vector<std::string>{"\r\n"});
}

TEST(StreamLink, AnswersAPeersPing) {
  Loop loop;
  std::string answer;
  Peer peer([&](Conversation& conversation) {
    conversation.write("\r\n\r\n");
    while (answer.size() < 2) answer += conversation.read_some();
    conversation.write(message);
    conversation.read_to_end();
  });
  Client client(loop);
  client.when_open = [] {};
  client.connect(door_to(Scheme::tcp, peer.port()));
  EXPECT_EQ(answer, "\r\n");
  EXPECT_EQ(client.messages, std::vector{message});
}

TEST_P(StreamScheme, ReadsBytesThatDrip) {
  Loop loop;
  const Echo echo(scheme());
  const Relay relay(echo.peer->port(), 1 << 20, true);
  Client client(loop, network());
  Door door = echo.door;
  door.port = relay.port();
  ASSERT_EQ(client.connect(door), "");
  client.link->send(message);
  loop.run();
  EXPECT_EQ(client.messages, std::vector{message});
}

TEST_P(StreamScheme, SurvivesAnEndAtEveryByteOfTheHandshake) {
  const Echo echo(scheme());
  const bool has_tls = echo.door.tls != nullptr;
  bool opened = false;
  for (std::size_t limit = 1; !opened && limit < 4000; limit += has_tls ? 23 : 1) {
    Loop loop;
    const Relay relay(echo.peer->port(), limit, false);
    Client client(loop, network());
    Door door = echo.door;
    door.port = relay.port();
    const std::string kind = client.connect(door);
    opened = kind.empty();
    // A reset is possible: the relay may go while our bytes are still on their way to it.
    const bool is_known = opened || kind == "tls.closed" || kind == "tcp.closed" || kind == "tcp.reset";
    EXPECT_TRUE(is_known) << kind << " at " << limit;
  }
  EXPECT_TRUE(opened);
}

TEST_P(StreamScheme, MayBeDestroyedInEveryCallOfItsHandler) {
  const Echo echo(scheme());
  for (const bool says_goodbye : {false, true}) {
    Loop loop;
    Client client(loop, network());
    const auto drop = [&] {
      if (says_goodbye) client.link->close();
      client.link.reset();
    };
    client.when_open = drop;
    client.open(echo.door);
    loop.run();  // ends because nothing is left
    EXPECT_TRUE(client.times);

    client.when_open = [&] {
      for (int i = 0; i < 3; ++i) client.link->send(message);
    };
    client.when_message = drop;
    client.open(echo.door);
    loop.run();
    EXPECT_EQ(client.messages.size(), 1U);
    client.messages.clear();

    Peer closing([](Conversation&) {});
    client.when_open = [] {};
    client.when_closed = drop;
    Door door = echo.door;
    door.port = closing.port();
    client.open(door);
    loop.run();
    EXPECT_TRUE(client.failure);
    client.failure.reset();
  }
}

TEST_P(StreamScheme, MayBeDestroyedAtOnce) {
  const Echo echo(scheme());
  Loop loop;
  Client client(loop, network());
  client.open(echo.door);
  client.link.reset();
  client.open(echo.door);
  loop.shard.post([&] { client.link.reset(); });
  loop.run();
  EXPECT_FALSE(client.times);
  EXPECT_FALSE(client.failure);
}

TEST_P(StreamScheme, EndsOrderlyAndSaysNothingMore) {
  Loop loop;
  const Echo echo(scheme());
  Client client(loop, network());
  ASSERT_EQ(client.connect(echo.door), "");
  client.link->close();
  client.link->send(message);
  client.link->close();
  loop.run();
  EXPECT_TRUE(client.messages.empty());
  EXPECT_FALSE(client.failure);
}

TEST_P(StreamScheme, DiesWhenThePeerDoesNotRead) {
  Loop loop;
  const Echo echo(scheme());
  std::atomic<bool> stuck{true};
  Client client(loop, network());
  Peer::Options options;
  if (echo.door.tls) options.tls = &localhost_identity();
  const bool has_frames = scheme() == Scheme::ws || scheme() == Scheme::wss;
  Peer peer(
      [&](Conversation& conversation) {
        if (has_frames) {
          const std::string request = conversation.read_until("\r\n\r\n");
          conversation.write(switching_protocols(request));
        }
        while (stuck) std::this_thread::yield();
      },
      options);
  Door door = echo.door;
  door.port = peer.port();
  ASSERT_EQ(client.connect(door), "");
  const std::string big(60'000, 'x');
  client.when_closed = [&] { loop.stop(); };
  for (int i = 0; i < 300; ++i) client.link->send(big);
  EXPECT_FALSE(client.failure) << "never from inside a Link method";
  loop.run();
  stuck = false;
  ASSERT_TRUE(client.failure);
  EXPECT_EQ(client.failure->kind, "tcp.backlog");
}

TEST_P(StreamScheme, GivesUpOnAServerThatNeverAnswers) {
  if (scheme() == Scheme::tcp) return;  // a TCP server has nothing to answer
  Loop loop;
  const Echo echo(scheme());
  Peer peer([](Conversation& conversation) { conversation.read_to_end(); });
  Client client(loop, network());
  Door door = echo.door;
  door.port = peer.port();
  door.connect_timeout = std::chrono::milliseconds(is_bad() ? 500 : 30);
  EXPECT_EQ(client.connect(door), echo.door.tls ? "tls.timeout" : "ws.timeout");
}

TEST_P(StreamScheme, TellsAResetFromAnEnd) {
  for (const bool is_reset : {true, false}) {
    Loop loop;
    const Echo echo(scheme());
    Peer peer([&](Conversation& conversation) {
      conversation.read_some();
      if (is_reset) conversation.reset();
    });
    Client client(loop, network());
    Door door = echo.door;
    door.port = peer.port();
    client.when_open = [&] { client.link->send(message); };  // only TCP comes here
    const std::string kind = client.connect(door);
    EXPECT_EQ(kind, is_reset ? "tcp.reset" : echo.door.tls ? "tls.closed" : "tcp.closed");
  }
}

TEST(UdpLink, CarriesMessages) {
  for (const auto* address : {"127.0.0.1", "::1"}) {
    Loop loop;
    std::unique_ptr<UdpSocket> echo;
    UdpSocket::Handlers handlers{
        [&](auto datagram, const Endpoint& from, TimePoint) { echo->send(datagram, from); }};
    echo = UdpSocket::open(loop.shard, Endpoint{*Address::parse(address), 0}, handlers).value();
    Client client(loop);
    ASSERT_EQ(client.connect(door_to(Scheme::udp, echo->local().port, address)), "");
    EXPECT_EQ(client.link->local().address, *Address::parse(address)) << "fit for a Via";
    client.link->send(message);
    loop.run();
    client.link->send_keepalive();
    loop.run();
    EXPECT_EQ(client.messages, (std::vector<std::string>{message, "\r\n"}));
    client.link.reset();
  }
}

TEST(UdpLink, DiesWhereNobodyListens) {
  Loop loop;
  auto closed = UdpSocket::open(loop.shard, Endpoint{Address::loopback(), 0}, {}).value();
  const std::uint16_t port = closed->local().port;
  closed.reset();
  Client client(loop);
  ASSERT_EQ(client.connect(door_to(Scheme::udp, port)), "");
  client.when_closed = [&] { client.link.reset(); };
  client.link->send(message);
  loop.run();
  EXPECT_EQ(client.failure->kind, "udp.refused");
}

TEST(Scheme, HasItsNameAndItsViaName) {
  EXPECT_EQ(to_string(Scheme::wss), "wss");
  EXPECT_EQ(facts(Scheme::wss).via, "WSS");
  EXPECT_EQ(facts(Scheme::udp).via, "UDP");
  EXPECT_FALSE(is_reliable(Scheme::udp));
  EXPECT_TRUE(is_reliable(Scheme::ws));
}

}  // namespace
}  // namespace cxload::net
