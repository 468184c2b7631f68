#include <gtest/gtest.h>

#include <cxload/media/sender_clock.hpp>

namespace cxload::media {
namespace {

using std::chrono::milliseconds;

const TimePoint start{std::chrono::hours(1)};

TEST(SenderClock, LatePacketsDoNotMoveTheNextOnes) {
  SenderClock clock(start, milliseconds(20));
  EXPECT_EQ(clock.next_deadline(), start);
  EXPECT_EQ(clock.take_due(start + milliseconds(7)).count, 1);
  EXPECT_EQ(clock.next_deadline(), start + milliseconds(20));
  EXPECT_EQ(clock.take_due(start + milliseconds(19)).count, 0);
  const auto due = clock.take_due(start + milliseconds(59));
  EXPECT_EQ(due.first, 1U);
  EXPECT_EQ(due.count, 2);
  EXPECT_EQ(clock.next_deadline(), start + milliseconds(60));
  EXPECT_EQ(clock.skipped(), 0U);
}

TEST(SenderClock, HourOfPacketsHasNoDrift) {
  SenderClock clock(start, milliseconds(20));
  std::uint64_t sent = 0;
  for (TimePoint now = start; sent < 180'000; now = clock.next_deadline() + std::chrono::microseconds(300))
    sent += static_cast<std::uint64_t>(clock.take_due(now).count);
  EXPECT_EQ(clock.next_deadline(), start + milliseconds(20) * 180'000);
}

TEST(SenderClock, StallIsSkippedNotMadeUpFor) {
  SenderClock clock(start, milliseconds(20), 5);
  const auto due = clock.take_due(start + milliseconds(1990));
  EXPECT_EQ(due.count, 5);
  EXPECT_EQ(due.first, 95U);
  EXPECT_EQ(clock.skipped(), 95U);
  EXPECT_EQ(clock.next_deadline(), start + milliseconds(2000));
}

TEST(SenderClock, NothingBeforeTheStart) {
  SenderClock clock(start, milliseconds(20));
  EXPECT_EQ(clock.take_due(start - milliseconds(1)).count, 0);
}

}  // namespace
}  // namespace cxload::media
