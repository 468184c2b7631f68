// Channels that ask STUN and TURN servers for addresses; the servers are scripted, on the loopback.
#include <algorithm>
#include <array>

#include <gmock/gmock.h>

#include <cxload/net/secure_channel.hpp>
#include <cxload/net/udp.hpp>

#include "net/loop.hpp"
#include "turn/server.hpp"

namespace cxload::net {
namespace {

using namespace std::chrono_literals;
using test::Loop;
using testing::ElementsAre;
using testing::HasSubstr;

stun::TransportAddress to_stun(const Endpoint& endpoint) { return {endpoint.address.bytes, endpoint.port}; }
Endpoint to_endpoint(const stun::TransportAddress& address) { return {Address{address.bytes}, address.port}; }

/// A scripted server behind real sockets, of one client.
struct LiveServer {
  explicit LiveServer(Loop& loop) {
    UdpSocket::Handlers at_door, at_relay;
    at_door.on_datagram = [this](stun::Bytes datagram, const Endpoint& from, TimePoint) {
      ++heard;
      client = from;
      if (!is_silent) script.on_client(datagram);
    };
    at_relay.on_datagram = [this](stun::Bytes datagram, const Endpoint& from, TimePoint) {
      script.from_peer(to_stun(from), datagram);
    };
    door = UdpSocket::open(loop.shard, {Address::loopback(), 0}, std::move(at_door)).value();
    relay = UdpSocket::open(loop.shard, {Address::loopback(), 0}, std::move(at_relay)).value();
    script.relayed = to_stun(relay->local());
    script.to_client = [this](stun::Bytes message) { door->send(message, client); };
    script.to_peer = [this](const stun::TransportAddress& peer, stun::Bytes data) {
      relay->send(data, to_endpoint(peer));
    };
  }
  [[nodiscard]] IceServer as(bool relays, const std::string& password = "wonderland") const {
    IceServer server;
    server.relays = relays;
    server.door.host = "127.0.0.1";
    server.door.port = door->local().port;
    server.username = "alice";
    server.password = password;
    return server;
  }

  turn::test::Server script;
  std::unique_ptr<UdpSocket> door, relay;
  Endpoint client;
  int heard = 0;
  bool is_silent = false;
};

struct End final : SecureChannelHandler {
  End(Loop& its_loop, std::uint64_t seed) : loop(its_loop), random(seed) {
    channel = SecureChannel::open(loop.shard, Address::loopback(), random, *this).value();
  }
  void on_channel_gathered(const std::vector<IceServerReport>& its_reports) override {
    EXPECT_FALSE(has_gathered);
    has_gathered = true;
    reports = its_reports;
    when_changed();
  }
  void on_channel_open(Duration, Duration) override {
    is_open = true;
    when_changed();
  }
  void on_channel_rtp(std::span<const std::byte>, TimePoint) override {
    ++heard;
    when_changed();
  }
  void on_channel_rtcp(std::span<const std::byte>, TimePoint) override {}
  void on_channel_failed(const Failure& its_failure) override {
    failure = its_failure;
    when_changed();
  }
  bool say() const {
    std::array<std::byte, 172 + 160> buffer{};
    buffer[0] = std::byte{0x80};
    buffer[11] = std::byte{7};
    return channel->send_rtp(buffer, 172);
  }

  Loop& loop;
  Random random;
  IceServers servers;
  std::unique_ptr<SecureChannel> channel;
  std::vector<IceServerReport> reports;
  bool has_gathered = false, is_open = false;
  int heard = 0;
  std::optional<Failure> failure;
  std::function<void()> when_changed = [] {};
};

struct Pair {
  Loop loop;
  LiveServer of_offerer{loop}, of_answerer{loop};
  End offerer{loop, 1}, answerer{loop, 2};

  void run_until(const std::function<bool()>& done) {
    offerer.when_changed = answerer.when_changed = [this, done] {
      if (done()) loop.stop();
    };
    if (!done()) loop.run();
  }
  void gather() {
    for (End* end : {&offerer, &answerer})
      if (!end->servers.empty()) end->channel->gather(end->servers);
    run_until([&] {
      return (offerer.has_gathered || offerer.servers.empty()) &&
             (answerer.has_gathered || answerer.servers.empty());
    });
  }
  void negotiate() {
    ASSERT_TRUE(answerer.channel->accept(offerer.channel->describe(true), true));
    ASSERT_TRUE(offerer.channel->accept(answerer.channel->describe(false), false));
  }
  void talk() {
    run_until([&] { return (offerer.is_open && answerer.is_open) || offerer.failure || answerer.failure; });
    ASSERT_TRUE(offerer.is_open && answerer.is_open);
    ASSERT_TRUE(offerer.say() && answerer.say());
    run_until([&] { return offerer.heard > 0 && answerer.heard > 0; });
  }
};

TEST(Gathering, AReflexiveAddressIsToldWithItsBase) {
  Pair pair;
  pair.offerer.servers.servers = {pair.of_offerer.as(false)};
  pair.gather();
  const auto candidates = pair.offerer.channel->describe(true).candidates;
  const std::uint16_t port = pair.offerer.channel->port();
  EXPECT_THAT(candidates, ElementsAre(HasSubstr(std::to_string(port) + " typ host"),
                                      HasSubstr("10.0.0.1 40000 typ srflx raddr 127.0.0.1 rport " +
                                                std::to_string(port))));
  EXPECT_FALSE(pair.offerer.reports.at(0).failure);
  EXPECT_FALSE(pair.offerer.channel->shown());
  pair.negotiate();
  pair.talk();
}

TEST(Gathering, AnAddressThatIsOurOwnIsToldOnce) {
  Pair pair;
  pair.of_offerer.script.mapped = to_stun({Address::loopback(), pair.offerer.channel->port()});
  pair.offerer.servers.servers = {pair.of_offerer.as(false)};
  pair.gather();
  EXPECT_EQ(pair.offerer.channel->describe(true).candidates.size(), 1U);
}

TEST(Gathering, ARelayIsTheLastOfThree) {
  Pair pair;
  pair.offerer.servers.servers = {pair.of_offerer.as(true), pair.of_offerer.as(false)};
  pair.gather();
  EXPECT_THAT(
      pair.offerer.channel->describe(true).candidates,
      ElementsAre(HasSubstr("typ host"), HasSubstr("typ srflx"), HasSubstr("typ relay raddr 10.0.0.1")));
  pair.negotiate();
  pair.talk();
  EXPECT_EQ(pair.of_offerer.script.by_channel, 0) << "the way between the hosts is the better one";
}

TEST(Gathering, WithPolicyRelayAllGoesThroughTheServers) {
  Pair pair;
  pair.offerer.servers.servers = {pair.of_offerer.as(true)};
  pair.answerer.servers.servers = {pair.of_answerer.as(true)};
  pair.offerer.servers.relay_only = pair.answerer.servers.relay_only = true;
  pair.gather();
  EXPECT_THAT(pair.offerer.channel->describe(true).candidates,
              ElementsAre(HasSubstr("typ relay raddr 0.0.0.0 rport 0")));
  EXPECT_EQ(pair.offerer.channel->shown(), pair.of_offerer.relay->local());
  pair.negotiate();
  pair.talk();
  EXPECT_GT(pair.of_offerer.script.by_channel + pair.of_offerer.script.by_indication, 0);
  EXPECT_GT(pair.of_answerer.script.by_channel + pair.of_answerer.script.by_indication, 0);
  pair.offerer.channel->close();
  pair.answerer.channel->close();
  Timer rest(pair.loop.shard, [&](TimePoint) { pair.loop.stop(); });
  const auto given_back = [&] {
    return !pair.of_offerer.script.is_allocated && !pair.of_answerer.script.is_allocated;
  };
  for (int turns = 0; turns < 1000 && !given_back(); ++turns) {
    rest.arm(Clock::now() + 2ms);
    pair.loop.run();
  }
  EXPECT_TRUE(given_back());
}

TEST(Gathering, ASilentServerCostsItsTimeAndNoMore) {
  Pair pair;
  pair.of_offerer.is_silent = true;
  pair.offerer.servers.servers = {pair.of_offerer.as(false), pair.of_offerer.as(true)};
  pair.offerer.servers.patience = 50ms;
  pair.gather();
  EXPECT_EQ(pair.offerer.reports.at(0).failure.value_or(Failure{}).kind, "stun.timeout");
  EXPECT_EQ(pair.offerer.reports.at(1).failure.value_or(Failure{}).kind, "turn.timeout");
  pair.negotiate();
  pair.talk();
}

TEST(Gathering, AWrongPasswordWithPolicyRelayEndsTheMedia) {
  Pair pair;
  pair.offerer.servers.servers = {pair.of_offerer.as(true, "a guess")};
  pair.offerer.servers.relay_only = true;
  pair.gather();
  EXPECT_EQ(pair.offerer.failure.value_or(Failure{}).kind, "turn.auth");
  EXPECT_TRUE(pair.offerer.channel->describe(true).candidates.empty());
  EXPECT_EQ(pair.offerer.channel->shown()->port, 9);
  pair.negotiate();  // which is harmless
}

TEST(Gathering, NothingIsSentToAServerThatIsRefused) {
  Pair pair;
  IceServer server = pair.of_offerer.as(true);
  server.door.refusal = [](const Address&) { return Failure{"limit.consent", "nobody agreed"}; };
  pair.offerer.servers.servers = {server};
  pair.gather();
  EXPECT_EQ(pair.offerer.reports.at(0).failure.value_or(Failure{}).kind, "limit.consent");
  EXPECT_EQ(pair.of_offerer.heard, 0);
}

TEST(Gathering, AServerThatIsNotThereIsTold) {
  Pair pair;
  IceServer server = pair.of_offerer.as(true);
  pair.of_offerer.door.reset();
  pair.offerer.servers.servers = {server};
  pair.gather();
  EXPECT_EQ(pair.offerer.reports.at(0).failure.value_or(Failure{}).kind, "udp.refused");
}

TEST(Gathering, OverTcpNobodyListens) {
  Pair pair;
  IceServer server = pair.of_offerer.as(true);
  server.door.scheme = Scheme::tcp;  // the port is a UDP one
  pair.offerer.servers.servers = {server};
  pair.gather();
  EXPECT_EQ(pair.offerer.reports.at(0).failure.value_or(Failure{}).kind, "tcp.refused");
  EXPECT_EQ(pair.offerer.reports.at(0).scheme, Scheme::tcp);
}

TEST(Trickling, CandidatesThatComeLaterAreTaken) {
  Pair pair;
  sdp::SecureTransport offer = pair.offerer.channel->describe(true);
  sdp::Trickle later{offer.ufrag, std::exchange(offer.candidates, {}), true};
  later.candidates.emplace_back(
      "7 1 udp 2122260223 8b1e1e06-1b0e-4f6c-9e5e-3f1b6a1d7c11.local 50000 typ host");
  ASSERT_TRUE(pair.answerer.channel->accept(offer, true));
  sdp::SecureTransport answer = pair.answerer.channel->describe(false);
  const sdp::Trickle early{answer.ufrag, std::exchange(answer.candidates, {}), true};
  pair.offerer.channel->trickle(early);  // it overtook the answer
  ASSERT_TRUE(pair.offerer.channel->accept(answer, false));
  pair.answerer.channel->trickle(later);
  pair.talk();
}

TEST(Trickling, CandidatesOfAnotherGenerationAreLeft) {
  Pair pair;
  sdp::SecureTransport offer = pair.offerer.channel->describe(true);
  offer.candidates.clear();
  ASSERT_TRUE(pair.answerer.channel->accept(offer, true));
  // The only pair would be one that fails; of another generation it does not even end the search.
  pair.answerer.channel->trickle({"older", {"1 1 udp 2130706431 127.0.0.1 9 typ host"}, true});
  sdp::SecureTransport answer = pair.answerer.channel->describe(false);
  ASSERT_TRUE(pair.offerer.channel->accept(answer, false));
  pair.talk();
}

}  // namespace
}  // namespace cxload::net
