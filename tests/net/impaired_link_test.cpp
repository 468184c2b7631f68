// Links behind a bad network: what they carry comes later, never sooner; what is blocked does not pass.
#include <future>

#include <cxload/net/impairment.hpp>
#include <cxload/net/udp.hpp>

#include "net/client.hpp"
#include "net/peers/peer.hpp"

namespace cxload::net {
namespace {

using namespace test;
using namespace std::chrono_literals;

BadNetwork slow() {
  BadNetwork network{{}, Random(5)};
  network.profile.delay = 3ms;
  return network;
}

const std::string message = "MESSAGE sip:b@x SIP/2.0\r\nContent-Length: 5\r\n\r\nhello";

TEST(ImpairedLink, EveryRoundTripTakesWhatWasInjected) {
  Loop loop;
  Peer::Options options;
  const Identity identity = authority().issue("IP:127.0.0.1");
  options.tls = &identity;
  Peer peer(&echo_websocket, options);
  Door door = door_to(Scheme::wss, peer.port());
  door.tls = trusting(authority().file());
  Client client(loop, slow());
  ASSERT_EQ(client.connect(door), "") << client.failure->detail;
  for (const auto& share : {client.times->tcp, client.times->tls, client.times->ws}) EXPECT_GE(share, 6ms);
  const TimePoint sent = client.link->send(message);
  loop.run();
  EXPECT_EQ(client.messages, std::vector{message});
  EXPECT_GE(Clock::now() - sent, 6ms);
}

TEST(ImpairedLink, NothingOfWhatIsQueuedIsLostWhenThePeerEnds) {
  Loop loop;
  Peer peer([](Conversation& conversation) {
    for (int i = 0; i < 50; ++i) conversation.write(message);
    conversation.say_goodbye();
  });
  Client client(loop, slow());
  client.when_open = client.when_message = [] {};
  EXPECT_EQ(client.connect(door_to(Scheme::tcp, peer.port())), "tcp.closed");
  EXPECT_EQ(client.messages.size(), 50U);
}

TEST(ImpairedLink, MoreThanTheLineHoldsStaysWithTheKernel) {
  Loop loop;
  constexpr std::size_t count = 60;
  const std::string big =
      "MESSAGE sip:b@x SIP/2.0\r\nContent-Length: 60000\r\n\r\n" + std::string(60'000, 'x');
  Peer peer([&](Conversation& conversation) {
    for (std::size_t i = 0; i < count; ++i) conversation.write(big);
    conversation.say_goodbye();
  });
  BadNetwork thin = slow();
  thin.profile.bytes_per_s = 20e6;
  Client client(loop, thin);
  client.when_open = client.when_message = [] {};
  EXPECT_EQ(client.connect(door_to(Scheme::tcp, peer.port())), "tcp.closed");
  EXPECT_EQ(client.messages, std::vector<std::string>(count, big));
}

TEST(ImpairedLink, ALineThatLosesEverythingNeverOpens) {
  Loop loop;
  Peer peer([](Conversation& conversation) { conversation.read_to_end(); });
  BadNetwork network = slow();
  network.profile.loss = 1;
  Client client(loop, network);
  Door door = door_to(Scheme::ws, peer.port());
  door.connect_timeout = 50ms;
  EXPECT_EQ(client.connect(door), "tcp.timeout");
}

TEST(ImpairedLink, ABlockedWebSocketOpensNotAndIsNeverAskedFor) {
  const Identity identity = authority().issue("IP:127.0.0.1");
  for (const Scheme scheme : {Scheme::ws, Scheme::wss}) {
    Loop loop;
    std::promise<std::string> request;
    Peer::Options options;
    if (scheme == Scheme::wss) options.tls = &identity;
    Peer peer([&](Conversation& conversation) { request.set_value(conversation.read_some()); }, options);
    Door door = door_to(scheme, peer.port());
    if (scheme == Scheme::wss) door.tls = trusting(authority().file());
    BadNetwork network{{}, Random(1)};
    network.profile.is_websocket_blocked = true;
    Client client(loop, network);
    EXPECT_EQ(client.connect(door), "ws.blocked");
    EXPECT_FALSE(client.times);
    EXPECT_EQ(request.get_future().get(), "") << "TCP and TLS pass, and nothing behind them";
  }
}

TEST(ImpairedLink, DatagramsOfAPhonesOwnSocketPassItsNetwork) {
  Loop loop;
  std::unique_ptr<UdpSocket> echo;
  UdpSocket::Handlers handlers{
      [&](auto datagram, const Endpoint& from, TimePoint) { echo->send(datagram, from); }};
  echo = std::move(UdpSocket::open(loop.shard, Endpoint{Address::loopback(), 0}, handlers).value());
  const Door door = door_to(Scheme::udp, echo->local().port);
  Client client(loop, slow());
  ASSERT_EQ(client.connect(door), "");
  const TimePoint sent = client.link->send(message);
  loop.run();
  EXPECT_EQ(client.messages, std::vector{message});
  EXPECT_GE(Clock::now() - sent, 6ms);

  BadNetwork blocked{{}, Random(1)};
  blocked.profile.is_blocked = true;
  Client walled(loop, blocked);
  ASSERT_EQ(walled.connect(door), "");
  walled.link->send(message);
  client.link->send(message);  // its echo comes later than the other's would
  loop.run();
  EXPECT_EQ(client.messages.size(), 2U);
  EXPECT_TRUE(walled.messages.empty());
}

}  // namespace
}  // namespace cxload::net
