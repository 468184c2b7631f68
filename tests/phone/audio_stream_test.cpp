// One stream as the wire sees it: how long its packets are, and what is counted of those that come.
#include "../../src/phone/audio/audio_stream.hpp"

#include <array>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/rtp/packet.hpp>
#include <cxload/rtp/telephone_event.hpp>

namespace cxload::phone {
namespace {

using std::chrono::milliseconds;

class Stream : public testing::Test {
 protected:
  struct Sent {
    rtp::Header header;
    std::size_t payload = 0;
  };
  net::Shard shard_{0, Random(1)};
  Random random_{1};
  std::vector<Sent> sent_;
  std::size_t enough_ = 3;
  AudioStream audio_{shard_, random_, [this](std::span<std::byte> buffer, std::size_t size) {
                       const auto packet = rtp::parse_packet(buffer.first(size)).value();
                       sent_.push_back({packet.header, packet.payload.size()});
                       if (sent_.size() == enough_) shard_.stop();
                       return true;
                     }};

  static sdp::AgreedStream stream_of(const sdp::Codec& codec) {
    sdp::AgreedStream agreed;
    agreed.codec = codec;
    agreed.codecs = {codec};
    agreed.direction = sdp::Direction::sendrecv;
    return agreed;
  }
  void run(const sdp::AgreedStream& agreed) {
    audio_.agree(agreed);
    audio_.start([](TimePoint) {});
    shard_.run();
    audio_.stop();
  }
  void hear(std::uint16_t number, std::uint8_t payload_type, std::uint32_t step = 160,
            std::size_t payload = 160) {
    hear_at(number, payload_type, number * step, number * milliseconds(step / 8),
            std::vector<std::byte>(payload, std::byte{0xFF}));
  }
  void hear_digit(std::uint16_t number, std::uint32_t begun, std::uint8_t event, bool is_end) {
    std::array<std::byte, rtp::telephone_event_size> payload;
    rtp::write_telephone_event({event, is_end, 10, 160}, payload);
    hear_at(number, 101, begun, number * milliseconds(20), payload);
  }
  void hear_at(std::uint16_t number, std::uint8_t payload_type, std::uint32_t timestamp, Duration when,
               std::span<const std::byte> payload = std::as_bytes(std::span("speech"))) {
    std::vector<std::byte> packet(rtp::fixed_header_size);
    rtp::Header header{payload_type, false, {number}, {timestamp}, rtp::Ssrc{7}};
    rtp::write_header(header, std::span(packet).first<rtp::fixed_header_size>());
    packet.insert(packet.end(), payload.begin(), payload.end());
    audio_.on_packet(packet, TimePoint(std::chrono::seconds(100)) + when);
  }
};

TEST_F(Stream, PacketsAreAsLongAsThePeerLikes) {
  sdp::AgreedStream agreed = stream_of(sdp::pcmu());
  agreed.packet_time = 40;
  run(agreed);
  for (std::size_t i = 0; i < sent_.size(); ++i) {
    EXPECT_EQ(sent_[i].payload, 320U);
    EXPECT_EQ(sent_[i].header.marker, i == 0);
    if (i == 0) continue;
    EXPECT_EQ(distance(sent_[i - 1].header.timestamp, sent_[i].header.timestamp), 320);
    EXPECT_EQ(distance(sent_[i - 1].header.sequence, sent_[i].header.sequence), 1);
  }
}

class Wish : public Stream, public testing::WithParamInterface<std::array<unsigned, 3>> {};

TEST_P(Wish, IsObeyedBetweenTwentyAndSixtyMilliseconds) {
  const auto [wish, most, expected] = GetParam();
  sdp::AgreedStream agreed = stream_of(sdp::pcma());
  agreed.packet_time = wish;
  agreed.longest_packet = most;
  enough_ = 1;
  run(agreed);
  EXPECT_EQ(sent_.front().payload, expected * 8);
}

INSTANTIATE_TEST_SUITE_P(Times, Wish,
                         testing::Values(std::array{0U, 0U, 20U}, std::array{20U, 0U, 20U},
                                         std::array{40U, 0U, 40U}, std::array{60U, 0U, 60U},
                                         std::array{60U, 40U, 40U}, std::array{60U, 10U, 20U},
                                         std::array{30U, 0U, 20U}, std::array{10U, 0U, 20U},
                                         std::array{240U, 240U, 60U}, std::array{0U, 120U, 20U}));

TEST_F(Stream, ComfortNoiseIsNoLossAndNoOtherCodec) {
  audio_.agree(stream_of(sdp::pcmu()));
  for (std::uint16_t i = 0; i < 30; ++i) hear(i, i % 10 == 9 ? 13 : 0, 160, i % 10 == 9 ? 1 : 160);
  const MediaCounts counts = audio_.counts();
  EXPECT_EQ(counts.received, 30U);
  EXPECT_EQ(counts.comfort_noise, 3U);
  EXPECT_EQ(counts.lost, 0U);
  EXPECT_EQ(counts.discarded, 0U);
  EXPECT_EQ(counts.received_codec, "PCMU");
}

// All packets of a digit have the time of its beginning; that makes none of them late.
TEST_F(Stream, DigitsOnAPerfectNetworkAreNeitherLateNorJitter) {
  sdp::AgreedStream agreed = stream_of(sdp::pcmu());
  agreed.telephone_event = sdp::telephone_event(101);
  audio_.agree(agreed);
  std::uint16_t number = 0;
  for (int digit = 0; digit < 10; ++digit) {
    for (int i = 0; i < 5; ++i) hear(number++, 0);
    const std::uint32_t begun = number * 160U;
    for (int i = 0; i < 7; ++i) hear_digit(number++, begun, static_cast<std::uint8_t>(digit), i >= 4);
  }
  const MediaCounts counts = audio_.counts();
  EXPECT_EQ(counts.digits, "0123456789");
  EXPECT_EQ(counts.received, 120U);
  EXPECT_EQ(counts.discarded, 0U);
  EXPECT_EQ(counts.lost, 0U);
  EXPECT_EQ(counts.jitter, Duration());
}

TEST_F(Stream, WhatThePeerSaysHasItsOwnClock) {
  sdp::AgreedStream agreed = stream_of(sdp::pcmu());
  agreed.codecs.push_back({"opus", 48'000, 2, 111, ""});
  audio_.agree(agreed);
  for (std::uint16_t i = 0; i < 20; ++i) hear_at(i, 111, i * 960U, i * milliseconds(20));
  for (std::uint16_t i = 20; i < 40; ++i) hear_at(i, 0, i * 160U, i * milliseconds(20));
  const MediaCounts counts = audio_.counts();
  EXPECT_EQ(counts.jitter, Duration());
  EXPECT_EQ(counts.discarded, 0U);
  EXPECT_EQ(counts.received, 40U);
}

TEST_F(Stream, NumbersBeginWhereALossAtTheStartIsNoWrap) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    net::Shard shard(0, Random(seed));
    Random random(seed);
    std::optional<std::uint16_t> first;
    AudioStream audio(shard, random, [&](std::span<std::byte> buffer, std::size_t size) {
      first = rtp::parse_packet(buffer.first(size)).value().header.sequence.value;
      shard.stop();
      return true;
    });
    audio.agree(stream_of(sdp::pcmu()));
    audio.start([](TimePoint) {});
    shard.run();
    audio.stop();
    EXPECT_LT(first.value(), 0x8000) << seed;
  }
}

TEST_F(Stream, GapsLastAsLongAsThePacketsThatAreMissing) {
  audio_.agree(stream_of(sdp::pcmu()));
  for (const std::uint16_t i : std::to_array<std::uint16_t>({0, 1, 2, 5, 6, 7, 8, 9})) hear(i, 0, 480, 480);
  const MediaCounts counts = audio_.counts();
  EXPECT_EQ(counts.packet_time, milliseconds(60));
  EXPECT_EQ(counts.longest_gap, milliseconds(120));
  EXPECT_EQ(counts.bursts.bursts, 1U);
  EXPECT_EQ(counts.bursts.burst_packets, 2U);
}

TEST_F(Stream, SilenceThatNobodyWantsIsNotSent) {
  sdp::AgreedStream agreed = stream_of({"opus", 48'000, 2, 96, "usedtx=1"});
  audio_.set_muted(true);
  enough_ = 12;  // before it falls silent Opus sends ten
  run(agreed);
  const auto since = [&](std::size_t i) {
    return distance(sent_[i - 1].header.timestamp, sent_[i].header.timestamp);
  };
  EXPECT_GT(std::max(since(sent_.size() - 1), since(sent_.size() - 2)), 10 * 960) << "a silence was left out";
  EXPECT_EQ(distance(sent_.front().header.sequence, sent_.back().header.sequence), 11)
      << "and nothing is lost";
  for (std::size_t i = 1; i < sent_.size(); ++i)
    EXPECT_EQ(sent_[i].header.marker, since(i) > 960) << "a talkspurt begins behind it";
}

}  // namespace
}  // namespace cxload::phone
