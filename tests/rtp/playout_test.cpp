#include <gtest/gtest.h>

#include <cxload/base/random.hpp>
#include <cxload/rtp/playout.hpp>

namespace cxload::rtp {
namespace {

using namespace std::chrono_literals;

/// Packet `number` of a stream of 20 ms at 8 kHz, `held` longer on its way than the quickest.
struct Stream {
  Playout playout{8000};
  TimePoint begin{500s};
  std::uint32_t first = 65'500;
  double drift = 0;  ///< of the sender's clock

  void packet(std::uint32_t number, Duration held = 0ms, bool marker = false) {
    const auto sent = std::chrono::duration_cast<Duration>(number * 20ms * (1 + drift));
    playout.on_packet(
        {0, marker, {static_cast<std::uint16_t>(first + number)}, {0xFFFFFF00 + number * 160}, Ssrc{1}},
        begin + sent + held);
  }
};

TEST(Playout, PlaysAStreamWithoutFault) {
  Stream stream;
  for (std::uint32_t i = 0; i < 2000; ++i) stream.packet(i);
  EXPECT_EQ(stream.playout.counts().played, 2000U);
  EXPECT_EQ(stream.playout.counts().missing_share(), 0);
  EXPECT_EQ(stream.playout.counts().mean_gap(), 0);
}

TEST(Playout, CountsLossAndItsRuns) {
  Stream stream;
  for (std::uint32_t i = 0; i < 1000; ++i)
    if (i % 100 < 97) stream.packet(i);  // three in a row, ten times; the last are not known to be lost
  const Playout::Counts counts = stream.playout.counts();
  EXPECT_EQ(counts.played, 970U);
  EXPECT_EQ(counts.lost, 27U);
  EXPECT_EQ(counts.gaps, 9U);
  EXPECT_EQ(counts.mean_gap(), 3);
}

TEST(Playout, WhatComesTooLateIsDiscardedAndALittleLateIsPlayed) {
  Stream stream;
  for (std::uint32_t i = 0; i < 700; ++i) stream.packet(i, i % 10 == 5 ? 61ms : i % 2 == 1 ? 59ms : 0ms);
  EXPECT_EQ(stream.playout.counts().discarded, 70U);
  EXPECT_EQ(stream.playout.counts().lost, 0U);
}

TEST(Playout, TellsBurstsFromLoneLosses) {
  Stream stream;
  // Alone every 50; and in each thousand five of six in a row.
  for (std::uint32_t i = 0; i < 3000; ++i)
    if (i % 50 != 49 && (i % 1000 < 320 || i % 1000 > 325 || i % 1000 == 323)) stream.packet(i);
  const BurstLoss bursts = stream.playout.counts().bursts;
  EXPECT_EQ(bursts.bursts, 3U);
  EXPECT_EQ(bursts.burst_packets, 18U);
  EXPECT_EQ(bursts.burst_missing, 15U);
  EXPECT_EQ(bursts.gap_missing, 59U) << "the last one is not known to be lost";
  EXPECT_EQ(bursts.burst_packets + bursts.gap_packets, 2999U);
}

TEST(Playout, OutOfOrderButInTimeIsPlayed) {
  Stream stream;
  for (std::uint32_t i = 0; i < 600; i += 2) {
    stream.packet(i + 1);
    stream.packet(i, 25ms);
    stream.packet(i, 26ms);  // twice
  }
  EXPECT_EQ(stream.playout.counts().played, 600U);
  EXPECT_EQ(stream.playout.counts().lost, 0U);
}

TEST(Playout, FollowsAClockThatDrifts) {
  for (const double drift : {-100e-6, 100e-6}) {
    Stream stream;
    stream.drift = drift;
    for (std::uint32_t i = 0; i < 180'000; ++i) stream.packet(i);  // an hour: 360 ms
    EXPECT_EQ(stream.playout.counts().discarded, 0U) << drift;
    EXPECT_EQ(stream.playout.counts().played, 180'000U);
  }
}

TEST(Playout, AWayThatBecomesLongerIsFollowedAfterAWhile) {
  Stream stream;
  for (std::uint32_t i = 0; i < 1000; ++i) stream.packet(i);
  for (std::uint32_t i = 1000; i < 5000; ++i) stream.packet(i, 200ms);
  const Playout::Counts counts = stream.playout.counts();
  EXPECT_EQ(counts.discarded, 49U) << "a second, as any buffer needs";
}

TEST(Playout, ATalkSpurtThatBeginsLaterIsPlayed) {
  Stream stream;
  for (std::uint32_t i = 0; i < 100; ++i) stream.packet(i);
  stream.packet(100, 5s, true);  // behind a hold in which the sender's timestamps stood still
  for (std::uint32_t i = 101; i < 200; ++i) stream.packet(i, 5s);
  EXPECT_EQ(stream.playout.counts().played, 200U);
}

TEST(Playout, AnOutageOfMinutesIsLoss) {
  for (const std::uint32_t lost : {2950U, 3050U, 15'000U}) {
    Stream stream;
    for (std::uint32_t i = 0; i < 100; ++i) stream.packet(i);
    for (std::uint32_t i = 100 + lost; i < 200 + lost; ++i) stream.packet(i);
    EXPECT_EQ(stream.playout.counts().lost, lost);
    EXPECT_EQ(stream.playout.counts().longest, lost);
    EXPECT_EQ(stream.playout.counts().played, 200U);
  }
}

TEST(Playout, AnotherNumberingIsNoLoss) {
  Stream stream;
  for (std::uint32_t i = 0; i < 100; ++i) stream.packet(i);
  stream.first += 20'000;
  for (std::uint32_t i = 100; i < 200; ++i) stream.packet(i);
  EXPECT_EQ(stream.playout.counts().played, 200U);
  EXPECT_EQ(stream.playout.counts().lost, 0U);
}

}  // namespace
}  // namespace cxload::rtp
