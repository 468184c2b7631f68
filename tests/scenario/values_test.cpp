// Durations, rates, ranges, users: what is taken, what is refused and where.
#include <gtest/gtest.h>

#include <cxload/scenario/draw.hpp>
#include <cxload/scenario/values.hpp>

namespace cxload::scenario {
namespace {

using namespace std::chrono_literals;

TEST(Durations, AreNumbersWithUnits) {
  EXPECT_EQ(*parse_duration("200ms"), 200ms);
  EXPECT_EQ(*parse_duration("5s"), 5s);
  EXPECT_EQ(*parse_duration("2m"), 2min);
  EXPECT_EQ(*parse_duration("1h"), 1h);
  EXPECT_EQ(*parse_duration("1.5s"), 1500ms);
  EXPECT_EQ(*parse_duration("1m30s"), 90s);
  EXPECT_EQ(*parse_duration("0s"), 0s);
}

TEST(Durations, AreRefusedWithTheOffsetOfTheFault) {
  const auto offset = [](std::string_view text) {
    const auto value = parse_duration(text);
    return value ? -1 : static_cast<int>(value.error().at);
  };
  EXPECT_EQ(offset("10sec"), 2);
  EXPECT_EQ(offset("10"), 0);
  EXPECT_EQ(offset(""), 0);
  EXPECT_EQ(offset("-5s"), 0);
  EXPECT_EQ(offset("5s2h"), 2);  // units fall
  EXPECT_EQ(offset("5s5s"), 2);
  EXPECT_EQ(offset("9000h"), 0);
  EXPECT_EQ(offset("1e9s"), 1);
  EXPECT_EQ(offset("99999999999999999999999s"), 0);
}

TEST(Durations, PrintAsTheyAreRead) {
  for (const auto* text : {"200ms", "5s", "2m", "1h", "1m30s", "1h2m3s", "1.5s", "0s", "0.25ms"})
    EXPECT_EQ(to_text(*parse_duration(text)), text);
  EXPECT_EQ(to_text(phone::DurationRange{1s, 3s}), "1s..3s");
  EXPECT_EQ(to_text(phone::DurationRange{1s, 1s}), "1s");
}

TEST(DurationRanges, HaveTwoEndsOrOne) {
  EXPECT_EQ(parse_duration_range("1s..3s")->low, 1s);
  EXPECT_EQ(parse_duration_range("1s .. 3s")->high, 3s);
  EXPECT_EQ(parse_duration_range("2s")->low, 2s);
  EXPECT_EQ(parse_duration_range("2s")->high, 2s);
  EXPECT_FALSE(parse_duration_range("3s..1s"));
  EXPECT_FALSE(parse_duration_range("1s.."));
  EXPECT_FALSE(parse_duration_range("1..3s"));
  EXPECT_EQ(parse_duration_range("1s..3x").error().at, 5U);
}

TEST(DurationRanges, AreDrawnEvenlyAndFixedOnesDrawNothing) {
  Random random(1), untouched(1);
  Duration sum{};
  for (int i = 0; i < 10'000; ++i) {
    const Duration drawn = draw({1s, 3s}, random);
    ASSERT_GE(drawn, 1s);
    ASSERT_LE(drawn, 3s);
    sum += drawn;
  }
  EXPECT_NEAR(std::chrono::duration<double>(sum).count() / 10'000, 2.0,
              4 * 0.577 / 100);  // four standard errors
  EXPECT_EQ(draw({2s, 2s}, untouched), 2s);
  EXPECT_EQ(untouched.next(), Random(1).next());
}

TEST(Rates, ArePerSecondMinuteOrHour) {
  EXPECT_DOUBLE_EQ(parse_rate("50/s")->per_second, 50);
  EXPECT_DOUBLE_EQ(parse_rate("300/min")->per_second, 5);
  EXPECT_DOUBLE_EQ(parse_rate("2.5/s")->per_second, 2.5);
  EXPECT_DOUBLE_EQ(parse_rate("36/h")->per_second, 0.01);
  EXPECT_FALSE(parse_rate("50"));
  EXPECT_FALSE(parse_rate("50/sec"));
  EXPECT_FALSE(parse_rate("/s"));
  EXPECT_FALSE(parse_rate("fast"));
  EXPECT_FALSE(parse_rate("50 per/s"));
  EXPECT_FALSE(parse_rate("2000000/s"));
  EXPECT_EQ(to_text(Rate{50}), "50/s");
  EXPECT_EQ(to_text(Rate{0.05}), "3/min");
  EXPECT_EQ(to_text(Rate{0.001}), "3.6/h");
}

TEST(Users, KeepTheirWidth) {
  const auto range = parse_user_range("0100..0199");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->size(), 100U);
  EXPECT_EQ(range->at(0), "0100");
  EXPECT_EQ(range->at(99), "0199");
  EXPECT_TRUE(range->contains("0150"));
  EXPECT_FALSE(range->contains("150"));
  EXPECT_FALSE(range->contains("0200"));
  EXPECT_FALSE(range->contains("ada"));
}

TEST(Users, CountOnWithoutLeadingZeros) {
  const auto range = parse_user_range("8..12");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->at(0), "8");
  EXPECT_EQ(range->at(4), "12");
  EXPECT_EQ(parse_user_range("1000")->size(), 1U);
  EXPECT_EQ(parse_user_range("0")->at(0), "0");
  EXPECT_EQ(parse_user_range("0..10")->at(3), "3");
  EXPECT_FALSE(parse_user_range("0100..199"));
  EXPECT_FALSE(parse_user_range("5..4"));
  EXPECT_FALSE(parse_user_range("1..1000001"));
  EXPECT_TRUE(parse_user_range("1..1000000"));
  EXPECT_FALSE(parse_user_range("1..18446744073709551616"));
}

TEST(Flags, AreYamlWords) {
  for (const auto* yes : {"true", "Yes", "on"}) EXPECT_TRUE(*parse_flag(yes));
  for (const auto* no : {"false", "No", "off"}) EXPECT_FALSE(*parse_flag(no));
  EXPECT_FALSE(parse_flag("1"));
}

TEST(Slugs, NameFolders) {
  EXPECT_EQ(slug_of("Morning shift"), "morning-shift");
  EXPECT_EQ(slug_of("  --A / B!  "), "a-b");
  EXPECT_EQ(slug_of("../../etc/passwd"), "etc-passwd");
  EXPECT_EQ(slug_of("äöü"), "run");
  EXPECT_EQ(slug_of(std::string(500, 'x')).size(), 64U);
}

}  // namespace
}  // namespace cxload::scenario
