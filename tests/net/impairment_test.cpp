/// What is injected is what happens: loss, delay, jitter, order, copies, rate; and the same seed does the
/// same.
#include <cmath>

#include <gtest/gtest.h>

#include <cxload/net/impairment.hpp>

#include "net/loop.hpp"

namespace cxload::net {
namespace {

using namespace std::chrono_literals;

constexpr int packets = 100'000;
constexpr TimePoint begin{1000s};

struct Seen {
  double lost = 0, twice = 0, overtaken = 0;
  Duration mean_delay{}, least_delay = 1h, jitter{};
};

/// A packet of 172 octets every 20 ms; figures as RFC 3550 computes them.
Seen send_through(const NetworkProfile& profile, std::uint64_t seed = 1) {
  Impairment way(profile, Random(seed));
  Seen seen;
  double sum = 0, jitter_sum = 0;
  std::optional<Duration> before;
  TimePoint latest{};
  int arrived = 0, pairs = 0;
  for (int i = 0; i < packets; ++i) {
    const TimePoint now = begin + i * 20ms;
    const Impairment::Fate fate = way.decide(172, now);
    if (fate.copies == 0) {
      ++seen.lost;
      continue;
    }
    ++arrived;
    seen.twice += fate.copies == 2 ? 1 : 0;
    const Duration delay = fate.at - now;
    sum += std::chrono::duration<double>(delay).count();
    seen.least_delay = std::min(seen.least_delay, delay);
    if (fate.at < latest) ++seen.overtaken;
    latest = std::max(latest, fate.at);
    if (before) {
      jitter_sum += std::abs(std::chrono::duration<double>(delay - *before).count());
      ++pairs;
    }
    before = delay;
  }
  seen.lost /= packets;
  seen.twice /= arrived;
  seen.overtaken /= arrived;
  seen.mean_delay = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(sum / arrived));
  seen.jitter =
      std::chrono::duration_cast<Duration>(std::chrono::duration<double>(jitter_sum / std::max(pairs, 1)));
  return seen;
}

/// Four standard deviations of a share.
double tolerance(double share) { return 4 * std::sqrt(share * (1 - share) / packets); }

TEST(Impairment, LosesTheShareThatWasAskedFor) {
  for (const double share : {0.001, 0.01, 0.05, 0.3}) {
    NetworkProfile profile;
    profile.loss = share;
    EXPECT_NEAR(send_through(profile).lost, share, tolerance(share));
  }
}

TEST(Impairment, DelaysByWhatWasAskedForAndKeepsTheOrder) {
  NetworkProfile profile;
  profile.delay = 40ms;
  profile.jitter = 5ms;
  const Seen seen = send_through(profile);
  EXPECT_NEAR(std::chrono::duration<double>(seen.mean_delay).count(), 0.040, 0.0002);
  EXPECT_NEAR(std::chrono::duration<double>(seen.jitter).count(), 0.005, 0.0001);
  EXPECT_GE(seen.least_delay, 32ms);
  EXPECT_EQ(seen.overtaken, 0);
}

TEST(Impairment, JitterAloneNeverArrivesBeforeItWasSent) {
  NetworkProfile profile;
  profile.jitter = 6ms;
  const Seen seen = send_through(profile);
  EXPECT_GE(seen.least_delay, 0ms);
  EXPECT_NEAR(std::chrono::duration<double>(seen.jitter).count(), 0.006, 0.0002);
}

// From 7 ms on packets of speech would overtake each other; they do not, and differ by as much all the same.
TEST(Impairment, MuchJitterIsMeasuredAsWhatWasAskedFor) {
  for (const double asked : {0.008, 0.012, 0.020, 0.030}) {
    NetworkProfile profile;
    profile.jitter = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(asked));
    const Seen seen = send_through(profile);
    EXPECT_NEAR(std::chrono::duration<double>(seen.jitter).count(), asked, asked / 50);
    EXPECT_EQ(seen.overtaken, 0);
  }
}

TEST(Impairment, ReordersAndDoublesTheShareThatWasAskedFor) {
  NetworkProfile profile;
  profile.reorder = 0.02;
  profile.duplicate = 0.03;
  const Seen seen = send_through(profile);
  EXPECT_NEAR(seen.overtaken, 0.02, tolerance(0.02) + 0.0005);  // two in a row do not overtake each other
  EXPECT_NEAR(seen.twice, 0.03, tolerance(0.03));
}

TEST(Impairment, ALineThatIsTooThinDropsWhatWouldWaitTooLong) {
  NetworkProfile profile;
  profile.bytes_per_s = 172 * 50 * 0.8;  // carries four fifths
  const Seen seen = send_through(profile);
  EXPECT_NEAR(seen.lost, 0.2, 0.01);
  EXPECT_GT(seen.mean_delay, 180ms);
  profile.bytes_per_s = 172 * 50 * 2;
  EXPECT_EQ(send_through(profile).lost, 0);
  EXPECT_NEAR(std::chrono::duration<double>(send_through(profile).mean_delay).count(), 0.010, 0.0001);
}

TEST(Impairment, TheSameSeedDoesTheSameAndAnotherDoesNot) {
  NetworkProfile profile;
  profile.loss = 0.1;
  profile.jitter = 3ms;
  Impairment one(profile, Random(7)), same(profile, Random(7)), other(profile, Random(8));
  int differences = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto a = one.decide(100, begin + i * 20ms), b = same.decide(100, begin + i * 20ms);
    EXPECT_EQ(a.copies, b.copies);
    EXPECT_EQ(a.at, b.at);
    differences += other.decide(100, begin + i * 20ms).copies != a.copies ? 1 : 0;
  }
  EXPECT_GT(differences, 50);
}

TEST(ImpairedSocket, CarriesBothWaysAndABlockedOneNeither) {
  test::Loop loop;
  int heard = 0, heard_by_blocked = 0;
  Random random(3);
  NetworkProfile slow;
  slow.delay = 2ms;
  slow.duplicate = 1;
  NetworkProfile blocked;
  blocked.is_blocked = true;
  const auto on = [&](int& count) {
    UdpSocket::Handlers handlers;
    handlers.on_datagram = [&](std::span<const std::byte>, const Endpoint&, TimePoint) {
      if (++count == 4) loop.stop();
    };
    return handlers;
  };
  const Endpoint any{Address::loopback(), 0};
  const auto one = open_impaired(loop.shard, any, on(heard), slow, random).value();
  const auto other = open_impaired(loop.shard, any, on(heard_by_blocked), blocked, random).value();
  const std::array<std::byte, 20> packet{};
  other->send(packet, one->local());  // never leaves
  one->send(packet, other->local());  // never arrives
  one->send(packet, one->local());    // twice on its way out, and each twice on its way in
  loop.run();
  EXPECT_EQ(heard, 4);
  EXPECT_EQ(heard_by_blocked, 0);
}

}  // namespace
}  // namespace cxload::net
