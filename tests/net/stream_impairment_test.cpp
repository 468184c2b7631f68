/// What a bad network does to a stream, in virtual time: what is injected is what happens, and the same seed
/// does the same.
#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/net/impairment.hpp>

namespace cxload::net {
namespace {

using namespace std::chrono_literals;

constexpr int segments = 100'000;
constexpr std::size_t message_size = 700;
constexpr TimePoint begin{1000s};

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

/// Four standard deviations of a share.
double tolerance(double share) { return 4 * std::sqrt(share * (1 - share) / segments); }

/// The delays of messages `apart`, in order.
std::vector<Duration> delays(const NetworkProfile& profile, Duration apart, std::uint64_t seed = 1) {
  StreamImpairment way({profile, Random(seed)});
  std::vector<Duration> all;
  TimePoint before{};
  for (int i = 0; i < segments; ++i) {
    const TimePoint now = begin + i * apart;
    const TimePoint at = way.carry(message_size, now);
    EXPECT_GE(at, before) << "a stream keeps its order";
    before = at;
    all.push_back(at - now);
  }
  return all;
}

double share_of(const std::vector<Duration>& all, Duration at_least) {
  const auto count = std::count_if(all.begin(), all.end(), [&](Duration one) { return one >= at_least; });
  return static_cast<double>(count) / static_cast<double>(all.size());
}

double mean(const std::vector<Duration>& all) {
  double sum = 0;
  for (const Duration one : all) sum += seconds(one);
  return sum / static_cast<double>(all.size());
}

TEST(StreamImpairment, DelaysByWhatWasAskedForAndKeepsTheOrder) {
  NetworkProfile profile;
  profile.delay = 40ms;
  profile.jitter = 5ms;
  const std::vector<Duration> all = delays(profile, 100ms);
  // Uniform in ± 7.5 ms: the mean of 100,000 is known to four times 4.33 ms / √100,000.
  EXPECT_NEAR(mean(all), 0.040, 4 * 0.00433 / std::sqrt(segments));
  double differences = 0;
  for (std::size_t i = 1; i < all.size(); ++i) differences += std::abs(seconds(all[i] - all[i - 1]));
  EXPECT_NEAR(differences / (segments - 1), 0.005, 0.0001);
  EXPECT_EQ(share_of(all, 47'500us + 1ns), 0);
  EXPECT_EQ(share_of(all, 32'500us), 1);
}

TEST(StreamImpairment, LossShowsAsTimeUntilTheSegmentWasSentAgain) {
  NetworkProfile profile;
  profile.delay = 20ms;
  for (const double loss : {0.005, 0.02, 0.2}) {
    profile.loss = loss;
    // So far apart that none waits for another: the timeout is 240 ms, then 480 ms.
    const std::vector<Duration> all = delays(profile, 10min);
    EXPECT_NEAR(share_of(all, 20ms + 240ms), loss, tolerance(loss));
    EXPECT_NEAR(share_of(all, 20ms + 240ms + 480ms), loss * loss, tolerance(loss * loss));
    EXPECT_NEAR(share_of(all, 20ms + 1ns), loss, tolerance(loss)) << "nothing between";
  }
}

TEST(StreamImpairment, AllThatFollowsWaitsForWhatWasLost) {
  NetworkProfile profile;
  profile.loss = 0.01;
  const std::vector<Duration> all = delays(profile, 10ms);
  // 200 ms hold back twenty messages: the last of them wait hardly at all, the mean is over a hundredth of
  // it.
  EXPECT_GT(share_of(all, 1ns), 15 * 0.01);
  EXPECT_GT(mean(all), 0.01 * 0.2 * 8);
}

TEST(StreamImpairment, WhatIsOvertakenWaits) {
  NetworkProfile profile;
  profile.reorder = 0.05;
  const std::vector<Duration> all = delays(profile, 1s);
  EXPECT_NEAR(share_of(all, 30ms), 0.05, tolerance(0.05));
  EXPECT_NEAR(share_of(all, 1ns), 0.05, tolerance(0.05));
}

TEST(StreamImpairment, AThinLineQueuesAndDropsNothing) {
  NetworkProfile profile;
  profile.bytes_per_s = 8000;  // 64 kbit/s
  StreamImpairment way({profile, Random(1)});
  TimePoint last{};
  for (int i = 0; i < 100; ++i) last = way.carry(800, begin);
  EXPECT_NEAR(seconds(last - begin), 10.0, 1e-6);  // 80,000 octets
  EXPECT_NEAR(seconds(way.carry(800, begin + 20s) - begin), 20.1, 1e-6) << "the line is free again";
}

TEST(StreamImpairment, AConnectTakesARoundTripAndASecondIfItIsLost) {
  NetworkProfile profile;
  profile.delay = 15ms;
  StreamImpairment there({profile, Random(1)}), back({profile, Random(2)});
  EXPECT_EQ(back.carry_connect(there.carry_connect(begin)), begin + 30ms);
  profile.loss = 0.3;
  int slow = 0;
  for (int i = 0; i < 10'000; ++i) {
    StreamImpairment one({profile, Random(static_cast<std::uint64_t>(i))});
    const Duration took = one.carry_connect(begin) - begin;
    slow += took >= 1015ms ? 1 : 0;
    EXPECT_TRUE(took == 15ms || took >= 1015ms);
  }
  EXPECT_NEAR(slow / 10'000.0, 0.3, 4 * std::sqrt(0.3 * 0.7 / 10'000));
}

TEST(StreamImpairment, EvenALineThatLosesAllIsBounded) {
  NetworkProfile profile;
  profile.loss = 1;
  StreamImpairment way({profile, Random(1)});
  const Duration took = way.carry(message_size, begin) - begin;
  EXPECT_GT(took, 10min);
  EXPECT_LT(took, 1h);
}

TEST(StreamImpairment, TheSameSeedDoesTheSameAndAnotherDoesNot) {
  NetworkProfile profile;
  profile.delay = 30ms;
  profile.jitter = 4ms;
  profile.loss = 0.05;
  const std::vector<Duration> one = delays(profile, 1s, 7);
  EXPECT_EQ(one, delays(profile, 1s, 7));
  const std::vector<Duration> other = delays(profile, 1s, 8);
  int differences = 0;
  for (std::size_t i = 0; i < one.size(); ++i) differences += one[i] != other[i] ? 1 : 0;
  EXPECT_GT(differences, segments / 2);
}

TEST(StreamImpairment, OneFigureMoreLeavesTheOthersDrawsAsTheyWere) {
  NetworkProfile profile;
  profile.loss = 0.02;
  const std::vector<Duration> before = delays(profile, 10min);
  profile.reorder = 0.1;
  const std::vector<Duration> after = delays(profile, 10min);
  for (std::size_t i = 0; i < before.size(); ++i)
    ASSERT_TRUE(after[i] == before[i] || after[i] == before[i] + 30ms) << i;
}

}  // namespace
}  // namespace cxload::net
