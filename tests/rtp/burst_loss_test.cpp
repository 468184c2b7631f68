// Loss in bursts and gaps (RFC 3611 4.7.2), against stretches that are counted by hand.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <cxload/rtp/burst_loss.hpp>

namespace cxload::rtp {
namespace {

/// A dot came, an x is missing.
BurstLoss counts_of(std::string_view packets) {
  BurstFinder finder;
  for (const char packet : packets) finder.on_packet(packet == 'x');
  return finder.counts();
}

std::string came(std::size_t count) { return std::string(count, '.'); }

TEST(BurstLoss, WithoutLossAllIsOneGap) {
  EXPECT_EQ(counts_of("").gaps, 0U);
  const BurstLoss clean = counts_of(came(1000));
  EXPECT_EQ(clean.bursts, 0U);
  EXPECT_EQ(clean.gaps, 1U);
  EXPECT_EQ(clean.gap_packets, 1000U);
  EXPECT_EQ(clean.burst_density(), 0);
  EXPECT_EQ(clean.mean_burst(), 0);
}

TEST(BurstLoss, OnePacketAloneIsOfTheGap) {
  const BurstLoss lone = counts_of(came(50) + "x" + came(16) + "x" + came(50));
  EXPECT_EQ(lone.bursts, 0U);
  EXPECT_EQ(lone.gaps, 1U);
  EXPECT_EQ(lone.gap_packets, 118U);
  EXPECT_EQ(lone.gap_missing, 2U);
}

TEST(BurstLoss, FewerThanGminBetweenTwoMakeABurst) {
  const BurstLoss one = counts_of(came(50) + "x" + came(15) + "x" + came(50));
  EXPECT_EQ(one.bursts, 1U);
  EXPECT_EQ(one.burst_packets, 17U);
  EXPECT_EQ(one.burst_missing, 2U);
  EXPECT_EQ(one.gaps, 2U);
  EXPECT_EQ(one.gap_packets, 100U);
  EXPECT_EQ(one.gap_missing, 0U);
}

TEST(BurstLoss, MeansAndDensities) {
  const BurstLoss loss = counts_of(came(40) + "xx..xx" + came(30) + "x" + came(29) + "xxxx" + came(100));
  EXPECT_EQ(loss.bursts, 2U);
  EXPECT_DOUBLE_EQ(loss.mean_burst(), 5);
  EXPECT_DOUBLE_EQ(loss.burst_density(), 0.8);
  EXPECT_EQ(loss.gaps, 3U);
  EXPECT_DOUBLE_EQ(loss.mean_gap(), 200.0 / 3);
  EXPECT_DOUBLE_EQ(loss.gap_density(), 1.0 / 200);
}

TEST(BurstLoss, AnUnfinishedStretchCounts) {
  // RFC 3611 4.7.2: as if a gap followed.
  EXPECT_EQ(counts_of(came(20) + "x.x").burst_packets, 3U);
  EXPECT_EQ(counts_of(came(20) + "x..").gap_missing, 1U);
  EXPECT_EQ(counts_of(came(20) + "xx....").gap_packets, 24U);
}

TEST(BurstLoss, EveryPacketIsCountedOnce) {
  const std::string packets = "xx" + came(3) + "x" + came(40) + "x.x.x" + came(16) + "x" + came(15) + "x";
  const BurstLoss loss = counts_of(packets);
  EXPECT_EQ(loss.burst_packets + loss.gap_packets, packets.size());
  EXPECT_EQ(loss.burst_missing + loss.gap_missing, 8U);
}

}  // namespace
}  // namespace cxload::rtp
