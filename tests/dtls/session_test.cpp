// Two sessions against each other in virtual time, over a wire that loses, repeats and reorders.
#include <algorithm>
#include <deque>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/base/random.hpp>
#include <cxload/dtls/session.hpp>

namespace cxload::dtls {
namespace {

using Datagram = std::vector<std::byte>;

struct End final : DatagramSink {
  std::deque<Datagram> sent;
  std::unique_ptr<Session> session;

  void send_dtls(std::span<const std::byte> datagram) override {
    EXPECT_LE(datagram.size(), 1200U);
    sent.emplace_back(datagram.begin(), datagram.end());
  }
};

struct Wire {
  End client, server;
  TimePoint now{};
  int count = 0;  ///< of all datagrams
  std::function<bool(int)> is_lost = [](int) { return false; };

  Wire(const SessionOptions& of_client, const SessionOptions& of_server) {
    client.session = std::make_unique<Session>(of_client, client, now);
    server.session = std::make_unique<Session>(of_server, server, now);
  }

  bool carry(End& from, End& to) {
    const bool any = !from.sent.empty();
    while (!from.sent.empty()) {
      const Datagram datagram = std::move(from.sent.front());
      from.sent.pop_front();
      if (!is_lost(count++)) to.session->receive(datagram, now);
    }
    return any;
  }
  /// Until both sides have come to an end.
  void run() {
    for (int turns = 0; turns < 1000; ++turns) {
      const bool moved = carry(client, server), back = carry(server, client);
      if (moved || back) continue;
      const auto a = client.session->next_deadline(), b = server.session->next_deadline();
      if (!a && !b) return;
      now = std::min(a.value_or(TimePoint::max()), b.value_or(TimePoint::max()));
      client.session->tick(now);
      server.session->tick(now);
    }
    FAIL() << "no end";
  }
};

struct Pair {
  std::shared_ptr<const Certificate> one = Certificate::make(), other = Certificate::make();
  SessionOptions client() const {
    SessionOptions options;
    options.is_client = true;
    options.certificate = one;
    options.expected = other->fingerprint();
    return options;
  }
  SessionOptions server() const {
    SessionOptions options;
    options.is_client = false;
    options.certificate = other;
    options.expected = one->fingerprint();
    return options;
  }
};

std::vector<std::uint8_t> bytes(const srtp::MasterKey& key) {
  return {key.bytes().begin(), key.bytes().end()};
}

void expect_same_keys(const Wire& wire) {
  ASSERT_EQ(wire.client.session->state(), State::open) << wire.client.session->failure()->detail;
  ASSERT_EQ(wire.server.session->state(), State::open) << wire.server.session->failure()->detail;
  const srtp::KeyPair &a = *wire.client.session->keys(), &b = *wire.server.session->keys();
  EXPECT_EQ(a.send.profile(), srtp::Profile::aead_aes_128_gcm);
  EXPECT_EQ(bytes(a.send), bytes(b.receive));
  EXPECT_EQ(bytes(a.receive), bytes(b.send));
  EXPECT_NE(bytes(a.send), bytes(a.receive));
}

TEST(Session, BothEndsHaveTheSameKeys) {
  const Pair pair;
  Wire wire(pair.client(), pair.server());
  wire.run();
  expect_same_keys(wire);
}

TEST(Session, EveryDatagramMayBeLostOnce) {
  const Pair pair;
  Wire whole(pair.client(), pair.server());
  whole.run();
  ASSERT_GE(whole.count, 4);
  for (int lost = 0; lost < whole.count; ++lost) {
    Wire wire(pair.client(), pair.server());
    wire.is_lost = [lost](int i) { return i == lost; };
    wire.run();
    expect_same_keys(wire);
    EXPECT_GT(wire.count, lost);
  }
}

TEST(Session, ManyMayBeLost) {
  const Pair pair;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Wire wire(pair.client(), pair.server());
    Random random(seed);
    wire.is_lost = [&random](int) { return random.next() % 100 < 30; };
    wire.run();
    expect_same_keys(wire);
  }
}

TEST(Session, RepeatedAndStrangeDatagramsChangeNothing) {
  const Pair pair;
  Wire wire(pair.client(), pair.server());
  const Datagram hello = wire.client.sent.front();
  Datagram noise(200, std::byte{22});
  wire.server.session->receive(hello, wire.now);
  wire.server.session->receive(hello, wire.now);
  wire.server.session->receive(noise, wire.now);
  wire.client.session->receive(noise, wire.now);
  wire.run();
  expect_same_keys(wire);
  wire.server.session->receive(hello, wire.now);
  wire.server.session->receive(noise, wire.now);
  EXPECT_EQ(wire.server.session->state(), State::open);
}

TEST(Session, GarbageDoesNotHoldUpAFlightThatWasLost) {
  const Pair pair;
  Wire wire(pair.client(), pair.server());
  wire.client.sent.clear();  // the hello is lost
  const TimePoint due = wire.client.session->next_deadline().value();
  const Datagram noise(200, std::byte{22});
  for (int i = 0; i < 20; ++i) {
    wire.now += std::chrono::milliseconds(20);
    wire.client.session->receive(noise, wire.now);
  }
  EXPECT_EQ(wire.client.session->next_deadline(), due);
  wire.run();
  expect_same_keys(wire);
}

TEST(Session, ACertificateThatTheSdpDidNotNameIsRefused) {
  const Pair pair;
  SessionOptions wrong = pair.client();
  wrong.expected = pair.one->fingerprint();
  Wire wire(wrong, pair.server());
  wire.run();
  ASSERT_EQ(wire.client.session->state(), State::failed);
  EXPECT_EQ(wire.client.session->failure()->kind, "dtls.fingerprint");
  EXPECT_FALSE(wire.client.session->keys());
  ASSERT_EQ(wire.server.session->state(), State::failed);
  EXPECT_EQ(wire.server.session->failure()->kind, "dtls.alert");
}

TEST(Session, TheServerLooksAtTheFingerprintToo) {
  const Pair pair;
  SessionOptions wrong = pair.server();
  wrong.expected = pair.other->fingerprint();
  Wire wire(pair.client(), wrong);
  wire.run();
  EXPECT_EQ(wire.server.session->failure().value().kind, "dtls.fingerprint");
  EXPECT_FALSE(wire.server.session->keys());
}

TEST(Session, APeerThatFallsSilentIsGivenUp) {
  const Pair pair;
  for (int heard : {0, 1, 2}) {
    Wire wire(pair.client(), pair.server());
    wire.is_lost = [heard](int i) { return i >= heard; };
    wire.run();
    EXPECT_EQ(wire.client.session->failure().value().kind, "dtls.timeout");
    EXPECT_LE(wire.now - TimePoint{}, std::chrono::seconds(15));
    EXPECT_LT(wire.count, 80) << "a flight is sent again and again";
  }
}

TEST(Session, AGoodbyeIsHeard) {
  const Pair pair;
  Wire wire(pair.client(), pair.server());
  wire.run();
  wire.client.session->close();
  wire.run();
  EXPECT_EQ(wire.client.session->state(), State::closed);
  EXPECT_EQ(wire.server.session->state(), State::closed);
}

}  // namespace
}  // namespace cxload::dtls
