#include <array>

#include <gtest/gtest.h>

#include <cxload/rtp/receive_stats.hpp>

namespace cxload::rtp {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

struct Feed {
  ReceiveStats stats{8000};

  ReceiveStats::Seen operator()(unsigned sequence) { return at(sequence, sequence); }
  /// When packet `time` would have come.
  ReceiveStats::Seen at(unsigned time, unsigned sequence) {
    const auto number = static_cast<std::uint16_t>(sequence);
    return stats.on_packet({0, false, {number}, {sequence * 160U}, Ssrc{1}},
                           TimePoint(milliseconds(20) * time));
  }
};

TEST(ReceiveStats, JitterFollowsTheVector) {  // RFC 3550 A.8, figures computed by hand
  ReceiveStats stats(8000);
  const std::array arrivals = {microseconds(0),      microseconds(20'000), microseconds(41'500),
                               microseconds(58'000), microseconds(85'000), microseconds(100'000)};
  const std::array expected = {0.0, 0.0, 0.75, 2.4531, 5.7998, 7.9373};
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    const auto number = static_cast<std::uint16_t>(i);
    stats.on_packet({0, false, {number}, {number * 160U}, Ssrc{1}}, TimePoint(arrivals[i]));
    EXPECT_NEAR(stats.jitter_units(), expected[i], 0.0001) << i;
  }
  EXPECT_NEAR(std::chrono::duration<double>(stats.jitter()).count(), 0.000992, 0.000001);
}

TEST(ReceiveStats, CountsAcrossWrapAround) {
  Feed feed;
  for (unsigned i = 65'530; i < 65'530 + 20; ++i) EXPECT_EQ(feed(i), ReceiveStats::Seen::in_order);
  EXPECT_EQ(feed.stats.expected(), 20U);
  EXPECT_EQ(feed.stats.lost(), 0U);
  EXPECT_EQ(feed.stats.extended_highest(), 65'549U);
  EXPECT_LT(feed.stats.jitter_units(), 1e-6);
}

TEST(ReceiveStats, TellsLossDuplicatesAndReordering) {
  Feed feed;
  using Seen = ReceiveStats::Seen;
  EXPECT_EQ(feed(10), Seen::in_order);
  EXPECT_EQ(feed(13), Seen::in_order);
  EXPECT_EQ(feed.stats.lost(), 2U);
  EXPECT_EQ(feed(11), Seen::reordered);
  EXPECT_EQ(feed(11), Seen::duplicate);
  EXPECT_EQ(feed(13), Seen::duplicate);
  EXPECT_EQ(feed.stats.expected(), 4U);
  EXPECT_EQ(feed.stats.lost(), 1U);
  EXPECT_EQ(feed.stats.duplicates(), 2U);
  EXPECT_EQ(feed.stats.reordered(), 1U);
  EXPECT_EQ(feed.stats.cumulative_lost(), -1) << "RFC 3550 lets duplicates make up for losses";
}

TEST(ReceiveStats, WindowMovesWithTheStream) {
  Feed feed;
  for (const unsigned number : {10U, 13U, 11U, 14U}) feed(number);
  EXPECT_EQ(feed(12), ReceiveStats::Seen::reordered);
  EXPECT_EQ(feed(10), ReceiveStats::Seen::duplicate);
  EXPECT_EQ(feed.stats.lost(), 0U);
}

TEST(ReceiveStats, StraysDoNotMakeUpForLosses) {
  Feed feed;
  for (unsigned i = 0; i < 300; ++i)
    if (i != 150) feed(i);
  EXPECT_EQ(feed.at(300, 20'000), ReceiveStats::Seen::jumped);
  EXPECT_EQ(feed(5), ReceiveStats::Seen::too_old);
  EXPECT_EQ(feed.stats.lost(), 1U);
}

TEST(ReceiveStats, PacketBeforeTheFirstBelongsToTheStream) {
  Feed feed;
  feed(1);
  EXPECT_EQ(feed(0), ReceiveStats::Seen::reordered);
  EXPECT_EQ(feed.stats.expected(), 2U);
  EXPECT_EQ(feed.stats.lost(), 0U);
}

TEST(ReceiveStats, OneWildNumberChangesNothingTwoAreRestart) {
  Feed feed;
  feed(0);
  feed(1);
  EXPECT_EQ(feed.at(2, 20'000), ReceiveStats::Seen::jumped);
  EXPECT_EQ(feed(2), ReceiveStats::Seen::in_order);
  EXPECT_EQ(feed.stats.expected(), 3U);
  feed.at(3, 40'000);
  EXPECT_EQ(feed.at(4, 40'001), ReceiveStats::Seen::in_order);
  EXPECT_EQ(feed.stats.restarts(), 1U);
  EXPECT_EQ(feed.stats.expected(), 5U);
  EXPECT_EQ(feed.stats.lost(), 0U);
}

// MAX_DROPOUT of RFC 3550 A.1 is a minute of speech: numbers and timestamps that went on with the clock are
// no new numbering.
TEST(ReceiveStats, AnOutageOfMinutesIsLoss) {
  for (const unsigned lost : {2950U, 3050U, 15'000U}) {
    Feed feed;
    for (unsigned i = 0; i < 100; ++i) feed(i);
    EXPECT_EQ(feed(100 + lost), ReceiveStats::Seen::in_order);
    for (unsigned i = 101 + lost; i < 200 + lost; ++i) feed(i);
    EXPECT_EQ(feed.stats.lost(), lost);
    EXPECT_EQ(feed.stats.restarts(), 0U);
  }
}

TEST(ReceiveStats, LongSilenceIsNoJitter) {
  ReceiveStats stats(8000);
  stats.on_packet({0, false, {0}, {0}, Ssrc{1}}, TimePoint{});
  stats.on_packet({0, false, {1}, {160}, Ssrc{1}}, TimePoint(std::chrono::minutes(5)));
  EXPECT_EQ(stats.jitter_units(), 0.0);
}

}  // namespace
}  // namespace cxload::rtp
