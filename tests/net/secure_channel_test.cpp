// Two channels on the loopback find each other, agree on keys and carry RTP; others are told apart.
#include <algorithm>
#include <array>

#include <gtest/gtest.h>
#include <openssl/x509.h>

#include <cxload/dtls/certificate.hpp>
#include <cxload/dtls/session.hpp>
#include <cxload/net/secure_channel.hpp>
#include <cxload/net/udp.hpp>

#include "net/loop.hpp"

namespace cxload::net {
namespace {

using test::Loop;

struct End final : SecureChannelHandler {
  explicit End(Loop& its_loop, std::uint64_t seed) : loop(its_loop), random(seed) {
    channel = SecureChannel::open(loop.shard, Address::loopback(), random, *this).value();
  }
  void on_channel_open(Duration ice, Duration dtls) override {
    EXPECT_GE(ice.count(), 0);
    EXPECT_GE(dtls.count(), 0);
    is_open = true;
    when_changed();
  }
  void on_channel_rtp(std::span<const std::byte> packet, TimePoint) override {
    heard.emplace_back(packet.begin(), packet.end());
    when_changed();
  }
  void on_channel_rtcp(std::span<const std::byte> packet, TimePoint) override {
    reports.emplace_back(packet.begin(), packet.end());
    when_changed();
  }
  void on_channel_failed(const Failure& its_failure) override {
    EXPECT_FALSE(failure);
    failure = its_failure;
    when_changed();
  }

  Loop& loop;
  Random random;
  std::unique_ptr<SecureChannel> channel;
  bool is_open = false;
  std::vector<std::vector<std::byte>> heard, reports;
  std::optional<Failure> failure;
  std::function<void()> when_changed = [] {};
};

struct Pair {
  Loop loop;
  End offerer{loop, 1}, answerer{loop, 2};

  /// Offer and answer, with what a test wants to change in the answer.
  template <class Change>
  void negotiate(Change change) {
    const sdp::SecureTransport offer = offerer.channel->describe(true);
    EXPECT_EQ(offer.setup, sdp::Setup::actpass);
    ASSERT_TRUE(answerer.channel->accept(offer, true));
    sdp::SecureTransport answer = answerer.channel->describe(false);
    EXPECT_EQ(answer.setup, sdp::Setup::active);
    change(answer);
    ASSERT_TRUE(offerer.channel->accept(answer, false));
  }
  void run_until(const std::function<bool()>& done) {
    offerer.when_changed = answerer.when_changed = [this, done] {
      if (done()) loop.stop();
    };
    if (!done()) loop.run();
  }
  bool both_are_open() const { return offerer.is_open && answerer.is_open; }
};

constexpr std::size_t size = 172;

std::array<std::byte, size + 160> packet(std::uint16_t sequence, std::uint8_t type = 0) {
  std::array<std::byte, size + 160> buffer{};
  buffer[0] = std::byte{0x80};
  buffer[1] = std::byte{type};
  buffer[2] = std::byte(sequence >> 8);
  buffer[3] = std::byte(sequence & 0xFF);
  buffer[11] = std::byte{7};
  return buffer;
}

TEST(SecureChannel, CarriesRtpBothWays) {
  Pair pair;
  auto early = packet(1);
  EXPECT_FALSE(pair.offerer.channel->send_rtp(early, size));
  pair.negotiate([](sdp::SecureTransport&) {});
  pair.run_until([&] { return pair.both_are_open(); });
  for (End* from : {&pair.offerer, &pair.answerer}) {
    End& to = from == &pair.offerer ? pair.answerer : pair.offerer;
    auto clear = packet(9);
    const std::vector<std::byte> sent(clear.begin(), clear.begin() + size);
    ASSERT_TRUE(from->channel->send_rtp(clear, size));
    auto report = packet(0, 200);
    ASSERT_TRUE(from->channel->send_rtcp(report, 28));
    pair.run_until([&] { return !to.heard.empty() && !to.reports.empty(); });
    EXPECT_EQ(to.heard.front(), sent);
  }
  EXPECT_EQ(pair.answerer.channel->counts().forged, 0U);
}

TEST(SecureChannel, ARepeatedDescriptionChangesNothing) {
  Pair pair;
  pair.negotiate([](sdp::SecureTransport&) {});
  pair.run_until([&] { return pair.both_are_open(); });
  const sdp::SecureTransport before = pair.answerer.channel->describe(false);
  pair.negotiate([](sdp::SecureTransport&) {});
  EXPECT_EQ(pair.answerer.channel->describe(false).ufrag, before.ufrag);
  auto clear = packet(9);
  EXPECT_TRUE(pair.offerer.channel->send_rtp(clear, size));
  pair.run_until([&] { return !pair.answerer.heard.empty(); });
}

/// The far end's place is taken: the offerer's description goes to `next`, whose answer comes back.
void move(End& offerer, End& next, const std::function<void(sdp::SecureTransport&)>& change) {
  ASSERT_TRUE(next.channel->accept(offerer.channel->describe(true), true));
  sdp::SecureTransport answer = next.channel->describe(false);
  change(answer);
  ASSERT_TRUE(offerer.channel->accept(answer, false));
}

// RFC 8445 9: the same certificate is the same association, on another way.
TEST(SecureChannel, OtherCredentialsAreARestartOfIce) {
  Pair pair;
  pair.negotiate([](sdp::SecureTransport&) {});
  pair.run_until([&] { return pair.both_are_open(); });
  pair.offerer.when_changed = pair.answerer.when_changed = [] {};
  End next(pair.loop, 3);
  move(pair.offerer, next, [](sdp::SecureTransport&) {});
  std::uint16_t number = 9;
  Timer talk(pair.loop.shard, [&](TimePoint now) {
    auto clear = packet(number++);
    EXPECT_TRUE(pair.offerer.channel->send_rtp(clear, size)) << "its keys are still there";
    if (next.channel->counts().strange > 0) return pair.loop.stop();
    talk.arm(now + std::chrono::milliseconds(5));
  });
  talk.arm(Clock::now());
  pair.loop.run();
  EXPECT_GT(next.channel->counts().strange, 0U) << "it has no keys yet";
}

/// Of the same certificate, and another text.
std::string by_sha512(const dtls::Certificate& certificate) {
  unsigned char* der = nullptr;
  const int length = i2d_X509(certificate.x509(), &der);
  EXPECT_GT(length, 0);
  const std::unique_ptr<unsigned char, void (*)(unsigned char*)> owner(
      der, [](unsigned char* p) { OPENSSL_free(p); });
  return dtls::Fingerprint::of(dtls::Hash::sha512, std::span(der, static_cast<std::size_t>(length)))->text();
}

// RFC 8842 4: another fingerprint is another association.
TEST(SecureChannel, WithAnotherEndKeysAreAgreedAnew) {
  Pair pair;
  pair.negotiate([](sdp::SecureTransport&) {});
  pair.run_until([&] { return pair.both_are_open(); });
  pair.offerer.is_open = false;
  End next(pair.loop, 3);
  move(pair.offerer, next, [](sdp::SecureTransport& answer) {
    answer.fingerprint = by_sha512(*dtls::Certificate::of_this_process());
  });
  EXPECT_FALSE(pair.offerer.channel->is_open());
  const auto both_are_open = [&] { return pair.offerer.is_open && next.is_open; };
  pair.offerer.when_changed = next.when_changed = [&] {
    if (both_are_open() || !next.heard.empty()) pair.loop.stop();
  };
  pair.loop.run();
  ASSERT_TRUE(both_are_open());
  auto clear = packet(9);
  ASSERT_TRUE(pair.offerer.channel->send_rtp(clear, size));
  pair.loop.run();
  EXPECT_EQ(next.heard.size(), 1U);
  EXPECT_EQ(next.channel->counts().forged, 0U);
}

TEST(SecureChannel, AnotherFingerprintIsRefused) {
  Pair pair;
  pair.negotiate([](sdp::SecureTransport& answer) {
    answer.fingerprint.back() = answer.fingerprint.back() == '0' ? '1' : '0';
  });
  pair.run_until([&] { return pair.offerer.failure && pair.answerer.failure; });
  EXPECT_EQ(pair.offerer.failure->kind, "dtls.fingerprint");
  EXPECT_EQ(pair.answerer.failure->kind, "dtls.alert");
  auto clear = packet(1);
  EXPECT_FALSE(pair.offerer.channel->send_rtp(clear, size));
}

TEST(SecureChannel, NothingIsSentWhereNobodyAgreed) {
  Pair pair;
  ChannelManners manners;
  manners.may_reach = [](const Address& address) { return address != Address::loopback(); };
  pair.answerer.channel->behave(manners);
  const sdp::SecureTransport offer = pair.offerer.channel->describe(true);
  EXPECT_EQ(pair.answerer.channel->accept(offer, true).error().kind, "media.unexpected_address");
}

TEST(SecureChannel, AFingerprintThatIsNoneIsABadDescription) {
  Pair pair;
  const sdp::SecureTransport offer = pair.offerer.channel->describe(true);
  sdp::SecureTransport broken = offer;
  broken.fingerprint = "md5 00:11";
  EXPECT_EQ(pair.answerer.channel->accept(broken, true).error().kind, "sip.bad_sdp");
}

TEST(SecureChannel, ClearAndForgedPacketsAreCounted) {
  Pair pair;
  pair.negotiate([](sdp::SecureTransport&) {});
  pair.run_until([&] { return pair.both_are_open(); });
  const auto stranger =
      UdpSocket::open(pair.loop.shard, {Address::loopback(), 0},
                      {.on_datagram = [](std::span<const std::byte>, const Endpoint&, TimePoint) {}})
          .value();
  const Endpoint port{Address::loopback(), pair.answerer.channel->port()};
  const auto clear = packet(3);
  stranger->send(std::span(clear).first(size), port);                   // clear RTP
  stranger->send(std::as_bytes(std::span("\x05 what is this")), port);  // nothing known
  std::array<std::byte, 60> hello{};
  hello[0] = std::byte{22};
  stranger->send(hello, port);  // DTLS, broken
  auto good = packet(4);
  ASSERT_TRUE(pair.offerer.channel->send_rtp(good, size));
  pair.run_until([&] { return !pair.answerer.heard.empty(); });
  EXPECT_EQ(pair.answerer.heard.size(), 1U);
  EXPECT_EQ(pair.answerer.channel->counts().forged, 1U);
  EXPECT_EQ(pair.answerer.channel->counts().strange, 2U) << "a handshake is begun by who passed a check";
  EXPECT_FALSE(pair.answerer.failure);
}

TEST(SecureChannel, FindsItsWayToALitePeer) {
  for (const bool caller_is_lite : {true, false}) {
    Pair pair;
    (caller_is_lite ? pair.offerer : pair.answerer).channel->behave({.is_lite = true});
    pair.negotiate([&](sdp::SecureTransport& answer) { EXPECT_EQ(answer.is_lite, !caller_is_lite); });
    pair.run_until([&] { return pair.both_are_open(); });
    auto clear = packet(9);
    EXPECT_TRUE(pair.offerer.channel->send_rtp(clear, size));
    pair.run_until([&] { return !pair.answerer.heard.empty(); });
  }
}

TEST(SecureChannel, SaysHowFarItCameWithAPeerThatStops) {
  using Handshake = ChannelManners::Handshake;
  for (const Handshake handshake : {Handshake::none, Handshake::first_flight}) {
    for (const bool caller_stops : {true, false}) {
      Pair pair;
      End& other = caller_stops ? pair.answerer : pair.offerer;
      (caller_stops ? pair.offerer : pair.answerer).channel->behave({.handshake = handshake});
      EXPECT_EQ(other.channel->phase(), "");
      pair.negotiate([](sdp::SecureTransport&) {});
      EXPECT_EQ(other.channel->phase(), "ice");
      // Once the way is found nothing more happens: looked at now and then.
      int looks = 0;
      Timer look(pair.loop.shard, [&](TimePoint now) {
        if (other.channel->phase() == "dtls" && ++looks == 20) return pair.loop.stop();
        look.arm(now + std::chrono::milliseconds(5));
      });
      look.arm(Clock::now());
      pair.loop.run();
      EXPECT_EQ(other.channel->phase(), "dtls");
      EXPECT_FALSE(other.is_open);
    }
  }
}

// A far end may be ready before its answer has come through all the proxies. A second ClientHello would come
// a second later, and here never.
TEST(SecureChannel, AClientHelloThatOvertookTheAnswerIsHeard) {
  Loop loop;
  End offerer(loop, 1);
  struct Client final : dtls::DatagramSink {
    void send_dtls(std::span<const std::byte> datagram) override { socket->send(datagram, to); }
    std::unique_ptr<UdpSocket> socket;
    std::unique_ptr<dtls::Session> session;
    Endpoint to;
  } client;
  UdpSocket::Handlers handlers;
  handlers.on_datagram = [&](std::span<const std::byte> datagram, const Endpoint&, TimePoint arrived) {
    if (std::to_integer<int>(datagram.front()) < 20) return;  // a check of ICE
    client.session->receive(datagram, arrived);
    if (client.session->state() == dtls::State::open && offerer.is_open) loop.stop();
  };
  client.socket = UdpSocket::open(loop.shard, {Address::loopback(), 0}, std::move(handlers)).value();
  client.to = {Address::loopback(), offerer.channel->port()};
  const sdp::SecureTransport offer = offerer.channel->describe(true);
  dtls::SessionOptions options;
  options.is_client = true;
  options.expected = *dtls::Fingerprint::parse(offer.fingerprint);
  client.session =
      std::make_unique<dtls::Session>(options, static_cast<dtls::DatagramSink&>(client), Clock::now());
  Timer answer(loop.shard, [&](TimePoint) {  // the hello is in the socket's queue by now
    sdp::SecureTransport theirs = offer;
    theirs.ufrag = "abcd";
    theirs.password = "0123456789abcdefghijkl";
    theirs.candidates.clear();
    theirs.setup = sdp::Setup::active;
    EXPECT_TRUE(offerer.channel->accept(theirs, false));
  });
  answer.arm(Clock::now() + std::chrono::milliseconds(5));
  offerer.when_changed = [&] {
    if (client.session->state() == dtls::State::open && offerer.is_open) loop.stop();
  };
  loop.run();
  EXPECT_TRUE(offerer.is_open);
}

}  // namespace
}  // namespace cxload::net
