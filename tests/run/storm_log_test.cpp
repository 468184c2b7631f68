// When a storm is over, and how hard it was.
#include "storm_log.hpp"

#include <array>

#include <gtest/gtest.h>

namespace cxload::run {
namespace {

using namespace std::chrono_literals;

/// The log compares addresses and never looks at a phone.
class StormLogTest : public testing::Test {
 protected:
  const phone::Phone& phone(std::size_t i) { return reinterpret_cast<const phone::Phone&>(places_[i]); }

  std::array<char, 40> places_{};
  const TimePoint at_ = TimePoint(1h);
};

TEST_F(StormLogTest, IsOverWhenNineteenOfTwentyAreBack) {
  StormLog log(1);
  log.begin(0, at_);
  for (std::size_t i = 0; i < 20; ++i) log.note_cut(0, phone(i));
  for (std::size_t i = 0; i < 18; ++i) log.note_back(phone(i), at_ + std::chrono::seconds(i));
  EXPECT_EQ(log.storms()[0].recovery(0.95), std::nullopt);
  log.note_back(phone(18), at_ + 90s);
  EXPECT_EQ(log.storms()[0].recovery(0.95), Duration(90s));
  EXPECT_TRUE(log.is_away(phone(19)));
  EXPECT_FALSE(log.is_away(phone(18)));
}

TEST_F(StormLogTest, APhoneThatWasNotCutComesBackFromNowhere) {
  StormLog log(1);
  log.begin(0, at_);
  log.note_back(phone(0), at_ + 1s);
  EXPECT_TRUE(log.storms()[0].returns.empty());
}

TEST_F(StormLogTest, APhoneBelongsToTheLatestEventThatCutIt) {
  StormLog log(2);
  log.begin(0, at_);
  log.note_cut(0, phone(0));
  log.begin(1, at_ + 10s);
  log.note_cut(1, phone(0));
  log.note_back(phone(0), at_ + 12s);
  EXPECT_TRUE(log.storms()[0].returns.empty());
  EXPECT_EQ(log.storms()[1].returns, std::vector<Duration>{2s});
}

TEST_F(StormLogTest, CountsRegistersInTheSecondsSinceTheEvent) {
  StormLog log(1);
  log.note_register(at_ - 1s);
  log.begin(0, at_);
  for (const Duration after : std::initializer_list<Duration>{100ms, 999ms, 1s, 2500ms, 2900ms, 2999ms, 3h})
    log.note_register(at_ + after);
  EXPECT_EQ(log.storms()[0].registers, (std::vector<std::uint32_t>{2, 1, 3}));
  EXPECT_EQ(log.storms()[0].peak_register_rate(), 3U);
}

TEST_F(StormLogTest, ARegisterBelongsToTheLatestEvents) {
  StormLog log(3);
  log.begin(0, at_);
  log.note_register(at_ + 1s);
  log.begin(1, at_ + 10s);
  log.begin(2, at_ + 10s);
  log.note_register(at_ + 10s);
  log.note_register(at_ + 10s);
  EXPECT_EQ(log.storms()[0].peak_register_rate(), 1U);
  EXPECT_EQ(log.storms()[1].peak_register_rate(), 2U);
  EXPECT_EQ(log.storms()[2].peak_register_rate(), 2U);
}

TEST_F(StormLogTest, ShardsAddUp) {
  StormFigures sum;
  StormFigures one{true, at_, 10, {1s, 2s}, {5}}, other{true, at_, 10, {3s}, {2, 9}};
  sum.merge(one);
  sum.merge(other);
  EXPECT_EQ(sum.cut, 20U);
  EXPECT_EQ(sum.registers, (std::vector<std::uint32_t>{7, 9}));
  EXPECT_EQ(sum.recovery(0.1), Duration(2s));
  EXPECT_EQ(sum.at, at_);
}

}  // namespace
}  // namespace cxload::run
