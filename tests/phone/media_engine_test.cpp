// The seat of media: a null engine carries nothing and opens nothing, an RTP engine is heard by another.
#include "../../src/phone/media/media_engine.hpp"

#include <functional>
#include <memory>

#include <gtest/gtest.h>

#include "../../src/phone/audio/audio_stream.hpp"

namespace cxload::phone {
namespace {

sdp::AgreedStream towards(std::uint16_t port, sdp::Direction direction = sdp::Direction::sendrecv) {
  sdp::AgreedStream agreed;
  agreed.codec = sdp::pcmu();
  agreed.remote_address = "127.0.0.1";
  agreed.remote_port = port;
  agreed.direction = direction;
  return agreed;
}

const net::Address loopback = *net::Address::parse("127.0.0.1");

TEST(MediaEngine, TheNullEngineCarriesNothing) {
  net::Shard shard(0, Random(1));
  Random random(1);
  const auto engine = make_media_engine(MediaKind::none, shard, random);
  EXPECT_EQ(engine->audio(), nullptr);
  EXPECT_EQ(engine->open(loopback).value(), 9);  // discard
  engine->start(towards(9), [](TimePoint) { FAIL() << "a packet out of nothing"; });
  shard.run();  // nothing is left to do: it ends at once
}

TEST(MediaEngine, RtpIsHeardByTheOtherSide) {
  net::Shard shard(0, Random(1));
  Random random(1);
  const auto one = make_media_engine(MediaKind::rtp, shard, random);
  const auto other = make_media_engine(MediaKind::rtp, shard, random);
  const std::uint16_t port = one->open(loopback).value(), other_port = other->open(loopback).value();
  EXPECT_EQ(one->open(loopback).value(), port) << "a second description names the same port";
  EXPECT_NE(port, other_port);
  other->start(towards(port, sdp::Direction::recvonly), [&](TimePoint) { shard.stop(); });
  one->start(towards(other_port), [](TimePoint) { FAIL() << "the other side only listens"; });
  shard.run();
  EXPECT_EQ(other->audio()->counts().received, 1U);
  EXPECT_EQ(other->audio()->counts().sent, 0U);
  EXPECT_EQ(one->audio()->counts().received, 0U);
}

/// Two engines that talk to each other until `is_enough`, looked at each millisecond.
struct Talk {
  net::Shard shard{0, Random(1)};
  Random random{1};
  std::unique_ptr<MediaEngine> one, other;
  sdp::AgreedStream to_one, to_other;  ///< as the other side sends

  explicit Talk(MediaKind kind)
      : one(make_media_engine(kind, shard, random)), other(make_media_engine(kind, shard, random)) {
    to_one = place_of(*one);
    to_other = place_of(*other);
  }
  static sdp::AgreedStream place_of(MediaEngine& engine) {
    const std::uint16_t port = engine.open(loopback).value();
    sdp::AgreedStream agreed = towards(port);
    const std::uint16_t rtcp = engine.rtcp_port();
    agreed.remote_rtcp = {"127.0.0.1", rtcp == 0 ? static_cast<std::uint16_t>(port + 1U) : rtcp};
    agreed.codecs = {sdp::pcmu()};
    return agreed;
  }
  void start() {
    one->start(to_other, [](TimePoint) {});
    other->start(to_one, [](TimePoint) {});
  }
  void run_until(const std::function<bool()>& is_enough) {
    net::Timer look(shard, [&](TimePoint now) {
      if (is_enough()) return shard.stop();
      look.arm(now + std::chrono::milliseconds(1));
    });
    look.arm(Clock::now());
    shard.run();
  }
};

TEST(MediaEngine, PlainRtpIsReportedOnThePortBehind) {
  Talk talk(MediaKind::rtp);
  EXPECT_EQ(talk.one->open(loopback).value() % 2, 0) << "an even port, as RFC 3550 11 asks for";
  EXPECT_EQ(talk.one->rtcp_port(), 0);
  talk.start();
  AudioStream &one = *talk.one->audio(), &other = *talk.other->audio();
  talk.run_until([&] { return one.counts().received > 2 && other.counts().received > 2; });
  // The last words of each are reports too: of one, then of the other, who has heard that.
  talk.one->stop();
  talk.run_until([&] { return other.counts().told_loss.has_value(); });
  talk.other->stop();
  talk.run_until([&] { return one.counts().round_trip.has_value(); });
  EXPECT_LT(*one.counts().round_trip, std::chrono::seconds(60));
  EXPECT_EQ(*other.counts().told_loss, 0);
  EXPECT_FALSE(one.failure());
}

TEST(MediaEngine, RtcpOnThePortOfRtpIsNoGarbage) {
  Talk talk(MediaKind::rtp);
  talk.to_other.remote_rtcp.port = talk.to_other.remote_port;
  talk.start();
  talk.run_until([&] { return talk.other->audio()->counts().received > 2; });
  talk.one->stop();
  talk.run_until([&] { return talk.other->audio()->counts().told_loss.has_value(); });
  EXPECT_FALSE(talk.other->audio()->failure());
}

/// One round of offer and answer, as descriptions with one stream.
Outcome<> exchange_keys(MediaEngine& from, MediaEngine& to) {
  const auto describe = [](MediaEngine& engine, bool is_offer) {
    sdp::SessionDescription session;
    sdp::Media& media = session.media.emplace_back();
    media.port = 5000;
    media.protocol = "RTP/SAVP";
    engine.describe(session, media, is_offer);
    return session;
  };
  const sdp::SessionDescription offer = describe(from, true);
  const Outcome<> heard = to.hear(offer, offer.media.front(), true);
  if (!heard) return heard;
  const sdp::SessionDescription answer = describe(to, false);
  return from.hear(answer, answer.media.front(), false);
}

TEST(MediaEngine, KeysOfSdesProtectBothRtpAndRtcp) {
  Talk talk(MediaKind::sdes);
  EXPECT_EQ(talk.one->keying(), sdp::Keying::sdes);
  ASSERT_TRUE(exchange_keys(*talk.one, *talk.other));
  talk.start();
  AudioStream &one = *talk.one->audio(), &other = *talk.other->audio();
  talk.run_until([&] { return one.counts().received > 2 && other.counts().received > 2; });
  ASSERT_TRUE(exchange_keys(*talk.other, *talk.one)) << "a re-INVITE of the other side";
  const std::uint64_t before = one.counts().received;
  talk.run_until([&] { return one.counts().received > before + 2; });
  talk.one->stop();
  talk.run_until([&] { return other.counts().told_loss.has_value(); });
  EXPECT_FALSE(talk.one->failure());
  EXPECT_FALSE(talk.other->failure());
}

TEST(MediaEngine, MediaUnderOtherKeysAreAFailureOfTheirOwn) {
  Talk talk(MediaKind::sdes);
  Random random(3);
  const auto stranger = make_media_engine(MediaKind::sdes, talk.shard, random);
  ASSERT_TRUE(exchange_keys(*talk.one, *talk.other));
  ASSERT_TRUE(exchange_keys(*stranger, *talk.one)) << "moved, and the other does not know";
  talk.start();
  talk.run_until([&] { return talk.one->failure().has_value(); });
  EXPECT_EQ(talk.one->failure()->kind, "srtp.auth");
  EXPECT_EQ(talk.one->audio()->counts().received, 0U);
}

TEST(MediaEngine, WithoutKeysOfTheFarEndNothingIsSent) {
  Talk talk(MediaKind::sdes);
  sdp::SessionDescription answer;
  answer.media.emplace_back().protocol = "RTP/SAVP";
  EXPECT_EQ(talk.one->hear(answer, answer.media.front(), false).error().kind, "srtp.no_key");
  const auto plain = make_media_engine(MediaKind::rtp, talk.shard, talk.random);
  const sdp::AgreedStream to_plain = Talk::place_of(*plain);
  talk.one->start(to_plain, [](TimePoint) {});
  plain->start(talk.to_one, [](TimePoint) { FAIL() << "in the clear"; });
  talk.run_until([&] { return plain->audio()->counts().sent > 5; });
  EXPECT_EQ(talk.one->audio()->counts().sent, 0U);
  EXPECT_EQ(talk.one->audio()->counts().received, 0U);
}

}  // namespace
}  // namespace cxload::phone
