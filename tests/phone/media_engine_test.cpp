// The seat of media: a null engine carries nothing and opens nothing, an RTP engine is heard by another.
#include "../../src/phone/media/media_engine.hpp"

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

}  // namespace
}  // namespace cxload::phone
