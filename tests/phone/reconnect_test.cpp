// How long each client waits before it comes back: the rules of the modelled clients and of RFC 5626 4.5.
#include <algorithm>

#include <gtest/gtest.h>

#include <cxload/phone/profile.hpp>

namespace cxload::phone {
namespace {

using namespace std::chrono_literals;

struct Bounds {
  Duration low = Duration::max(), high = Duration::zero();
};

Bounds bounds_of(const ClientProfile& profile, unsigned attempt) {
  Random random(11);
  Bounds bounds;
  for (int i = 0; i < 2000; ++i) {
    const auto wait = profile.reconnect_after(attempt, random);
    if (!wait) return {};
    bounds.low = std::min(bounds.low, *wait);
    bounds.high = std::max(bounds.high, *wait);
  }
  return bounds;
}

TEST(ReconnectAfter, SipJsTriesAtOnceThenTwiceMoreAndGivesUp) {
  Random random(1);
  EXPECT_EQ(sipjs_profile.reconnect_after(0, random), Duration::zero());
  EXPECT_EQ(sipjs_profile.reconnect_after(1, random), Duration(4s));
  EXPECT_EQ(sipjs_profile.reconnect_after(2, random), Duration(4s));
  EXPECT_EQ(sipjs_profile.reconnect_after(3, random), std::nullopt);
}

TEST(ReconnectAfter, JsSipDrawsWholeSecondsBetweenTwoAndThirty) {
  const auto expect_bounds = [](unsigned attempt, Duration low, Duration high) {
    const Bounds bounds = bounds_of(jssip_profile, attempt);
    EXPECT_EQ(bounds.low, low) << attempt;
    EXPECT_EQ(bounds.high, high) << attempt;
  };
  expect_bounds(0, 2s, 2s);
  expect_bounds(1, 2s, 4s);
  expect_bounds(2, 2s, 8s);
  expect_bounds(4, 2s, 30s);
  EXPECT_EQ(bounds_of(jssip_profile, 4'000'000'000U).high, Duration(30s));
}

TEST(ReconnectAfter, PlainSpreadsItsAttemptsAsFlowRecoveryAsks) {
  for (const auto& [attempt, bound] : {std::pair(0U, 30.0), std::pair(1U, 60.0), std::pair(3U, 240.0),
                                       std::pair(6U, 1800.0), std::pair(4'000'000'000U, 1800.0)}) {
    const Bounds bounds = bounds_of(plain_profile, attempt);
    const double low = std::chrono::duration<double>(bounds.low).count();
    const double high = std::chrono::duration<double>(bounds.high).count();
    EXPECT_GE(low, bound / 2) << attempt;
    EXPECT_LT(low, bound * 0.52) << attempt;
    EXPECT_GT(high, bound * 0.98) << attempt;
    EXPECT_LE(high, bound) << attempt;
  }
}

}  // namespace
}  // namespace cxload::phone
