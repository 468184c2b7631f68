// Plan: exact counts, pinned randomness, and shards that add up to the whole.
#include <algorithm>
#include <cmath>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/load/plan.hpp>

namespace cxload::load {
namespace {

using namespace std::chrono_literals;

Entry open(double rate, Duration length, Spacing spacing = Spacing::uniform, std::size_t phones = 0) {
  Entry entry;
  entry.load = OpenLoad{{{rate, rate, length}}, spacing};
  entry.phones = phones;
  return entry;
}

std::vector<Start> all(Plan plan) {
  std::vector<Start> starts;
  while (const auto start = plan.next()) starts.push_back(*start);
  return starts;
}

TEST(Plan, ConstantRateIsExact) {
  const std::vector<Start> starts = all(Plan({open(50, 30s)}, 1));
  ASSERT_EQ(starts.size(), 1500U);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    EXPECT_EQ(starts[i].at, 20ms * i);
    EXPECT_EQ(starts[i].ordinal, i);
    EXPECT_EQ(starts[i].phone, i);
  }
}

TEST(Plan, OddRatesAreExactToo) {
  EXPECT_EQ(all(Plan({open(0.1, 30s)}, 1)).size(), 3U);
  EXPECT_EQ(all(Plan({open(1.1, 50s)}, 1)).size(), 55U);
  EXPECT_EQ(all(Plan({open(7, 1s)}, 1)).size(), 7U);
  EXPECT_EQ(all(Plan({open(300.0 / 60, 90s)}, 1)).size(), 450U);
  EXPECT_EQ(all(Plan({open(1.0 / 3, 1min)}, 1)).size(), 20U);
}

TEST(Plan, RampFollowsItsIntegral) {
  Entry entry;
  entry.start = 5s;
  entry.load = OpenLoad{{{0, 10, 10s}}, Spacing::uniform};
  const std::vector<Start> starts = all(Plan({entry}, 1));
  ASSERT_EQ(starts.size(), 50U);
  // The integral is t²/2, so start k is at √(2k).
  for (std::size_t k = 0; k < starts.size(); ++k)
    EXPECT_NEAR(std::chrono::duration<double>(starts[k].at - 5s).count(),
                std::sqrt(2.0 * static_cast<double>(k)), 1e-6);
}

TEST(Plan, PoissonHasTheMeanAndTheVarianceOfItsName) {
  // Counts in 4,000 windows of 1 s at 20/s: mean and variance are both 20. The bounds are four standard
  // errors.
  constexpr double windows = 4000, mean = 20;
  std::vector<double> counts(static_cast<std::size_t>(windows));
  for (const Start& start : all(Plan({open(mean, 4000s, Spacing::poisson)}, 42)))
    ++counts.at(static_cast<std::size_t>(start.at / 1s));
  double sum = 0, squares = 0;
  for (const double count : counts) sum += count;
  for (const double count : counts) squares += (count - sum / windows) * (count - sum / windows);
  EXPECT_NEAR(sum / windows, mean, 4 * std::sqrt(mean / windows));
  EXPECT_NEAR(squares / windows, mean, 4 * std::sqrt(2 * mean * mean / windows));
}

TEST(Plan, PoissonFollowsARampAsWell) {
  Entry entry;
  entry.load = OpenLoad{{{0, 200, 100s}}, Spacing::poisson};  // 10,000 in all, a quarter in the first half
  const std::vector<Start> starts = all(Plan({entry}, 3));
  const auto half =
      std::count_if(starts.begin(), starts.end(), [](const Start& start) { return start.at < 50s; });
  EXPECT_NEAR(static_cast<double>(starts.size()), 10'000, 4 * 100);
  EXPECT_NEAR(static_cast<double>(half), 2'500, 4 * 50);
}

TEST(Plan, SeedDecidesAndNothingElse) {
  const auto first = [](std::uint64_t seed) {
    Plan plan({open(10, 1h, Spacing::poisson)}, seed);
    std::vector<std::int64_t> times;
    times.reserve(4);
    for (int i = 0; i < 4; ++i) times.push_back(plan.next()->at / 1us);
    return times;
  };
  // Pinned: a change here changes every user's plan.
  EXPECT_THAT(first(7), testing::ElementsAre(12816, 36396, 67535, 121982));
  EXPECT_EQ(first(7), first(7));
  EXPECT_NE(first(7), first(8));
}

TEST(Plan, AnEntryKeepsItsTimesWhenAnotherIsAdded) {
  const Entry random = open(10, 10s, Spacing::poisson);
  const std::vector<Start> alone = all(Plan({random}, 7));
  std::vector<Start> beside = all(Plan({random, open(3, 10s)}, 7));
  std::erase_if(beside, [](const Start& start) { return start.entry != 0; });
  ASSERT_EQ(alone.size(), beside.size());
  for (std::size_t i = 0; i < alone.size(); ++i) EXPECT_EQ(alone[i].at, beside[i].at);
}

TEST(Plan, EntriesOfOnePoolTakeTurnsWithItsPhones) {
  Entry first = open(10, 1s, Spacing::uniform, 4);
  Entry second = open(10, 1s, Spacing::uniform, 4);
  Entry other = open(10, 1s, Spacing::uniform, 3);
  other.pool = 1;
  const std::vector<Start> starts = all(Plan({first, second, other}, 1));
  ASSERT_EQ(starts.size(), 30U);
  EXPECT_TRUE(std::is_sorted(starts.begin(), starts.end(),
                             [](const Start& a, const Start& b) { return a.at < b.at; }));
  std::map<std::size_t, std::vector<std::size_t>> phones;
  for (const Start& start : starts) phones[start.entry == 2 ? 1 : 0].push_back(start.phone);
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(phones[0][i], i % 4);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(phones[1][i], i % 3);
}

TEST(Plan, UsersAndCountsStartAtOnce) {
  Entry closed, count;
  closed.start = 3s;
  closed.load = ClosedLoad{3};
  count.load = CountLoad{2};
  const std::vector<Start> starts = all(Plan({closed, count}, 1));
  EXPECT_THAT(starts, testing::ElementsAre(Start{1, 0, 0s, 0}, Start{1, 1, 0s, 1}, Start{0, 0, 3s, 2},
                                           Start{0, 1, 3s, 3}, Start{0, 2, 3s, 4}));
}

TEST(Plan, PartsAddUpToTheWhole) {
  Entry closed;
  closed.load = ClosedLoad{5};
  closed.phones = 10;
  const std::vector<Entry> entries{open(40, 5s, Spacing::poisson, 10), open(7, 5s, Spacing::uniform, 10),
                                   closed};
  const std::vector<Start> whole = all(Plan(entries, 9));
  for (const unsigned parts : {1U, 2U, 3U, 7U, 16U}) {
    std::vector<Start> together;
    for (unsigned i = 0; i < parts; ++i) {
      for (const Start& start : all(Plan(entries, 9, {i, parts}))) {
        EXPECT_EQ(start.phone % parts, i);
        together.push_back(start);
      }
    }
    EXPECT_THAT(together, testing::UnorderedElementsAreArray(whole)) << parts;
  }
}

TEST(Plan, HandsOutLazily) {
  Entry huge = open(1e6, 24h * 365);
  Entry count;
  count.load = CountLoad{1'000'000'000'000};
  Plan plan({huge, count}, 1);
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(plan.next());
}

TEST(Plan, NothingPlannedIsNothingStarted) {
  EXPECT_FALSE(Plan({}, 1).next());
  EXPECT_FALSE(Plan({open(0, 10s)}, 1).next());
  EXPECT_FALSE(Plan({open(5, 0s, Spacing::poisson)}, 1).next());
}

}  // namespace
}  // namespace cxload::load
