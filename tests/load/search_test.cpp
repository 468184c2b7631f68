// Searches for capacity against simulated deployments: virtual, no clock, no network.
#include <cmath>

#include <gtest/gtest.h>

#include <cxload/base/random.hpp>
#include <cxload/load/search.hpp>

namespace cxload::load {
namespace {

constexpr int endless = 100'000;

/// Plays a search to its end; `ends` tells how a trial ends.
template <class Ends>
SearchAnswer play(Search& search, Ends&& ends, std::vector<Trial>* played = nullptr) {
  for (int i = 0; i < endless; ++i) {
    const std::optional<Trial> trial = search.next();
    if (!trial) return search.answer();
    if (played != nullptr) played->push_back(*trial);
    search.note(ends(*trial));
  }
  ADD_FAILURE() << "the search does not end";
  return search.answer();
}

auto carries(double capacity) {
  return [capacity](const Trial& trial) { return trial.rate > capacity ? TrialEnd::broke : TrialEnd::held; };
}

/// A token bucket a second deep with calls at even gaps: a trial breaks where more than `capacity` calls fall
/// into one second, and the capacity itself wavers by a per mille from trial to trial.
auto simulated(double capacity, Random& random) {
  return [capacity, &random](const Trial& trial) {
    const double today = capacity * (1 + 0.001 * (2 * random.unit() - 1));
    const double seconds = static_cast<double>(trial.attempts.value_or(1000)) / trial.rate;
    const double worst_second = seconds >= 1 ? trial.rate : static_cast<double>(*trial.attempts);
    return worst_second > today ? TrialEnd::broke : TrialEnd::held;
  };
}

TEST(Ramp, NamesTheLastGoodStepAndTheOneThatBroke) {
  const auto search = make_ramp({.from = 20, .growth = 0.1, .repeats = 1});
  const SearchAnswer answer = play(*search, carries(50));
  EXPECT_EQ(answer.end, SearchEnd::found);
  EXPECT_NEAR(*answer.rate, 20 * std::pow(1.1, 9), 1e-5);
  EXPECT_NEAR(*answer.broke_at, 20 * std::pow(1.1, 10), 1e-5);
}

TEST(Ramp, AddsWhereAStepIsARate) {
  const auto search = make_ramp({.from = 20, .add = 5, .repeats = 2});
  const SearchAnswer answer = play(*search, carries(37));
  EXPECT_EQ(*answer.rate, 35);
  EXPECT_EQ(*answer.broke_at, 40);
  EXPECT_EQ(answer.repeats, (std::vector<double>{35, 35}));
}

TEST(Ramp, RepeatsTellHowFarClimbsLieApart) {
  const auto search = make_ramp({.from = 10, .add = 10, .repeats = 3});
  const SearchAnswer answer = play(*search, [](const Trial& trial) {
    const double capacity[] = {0, 65, 45, 85};
    return trial.rate > capacity[trial.repeat] ? TrialEnd::broke : TrialEnd::held;
  });
  EXPECT_EQ(answer.end, SearchEnd::found);
  EXPECT_EQ(answer.repeats, (std::vector<double>{60, 40, 80}));
  EXPECT_EQ(*answer.rate, 60);
  EXPECT_EQ(*answer.low, 40);
  EXPECT_EQ(*answer.high, 80);
}

TEST(Ramp, ARepeatWhoseFirstStepBreaksGoesDownUntilOneHolds) {
  const auto search = make_ramp({.from = 10, .add = 10, .repeats = 2});
  std::vector<Trial> played;
  const SearchAnswer answer = play(
      *search,
      [](const Trial& t) { return t.rate > (t.repeat == 1 ? 75 : 15) ? TrialEnd::broke : TrialEnd::held; },
      &played);
  EXPECT_EQ(answer.repeats, (std::vector<double>{70, 10}));
  EXPECT_EQ(played.back().rate, 10);
}

TEST(Ramp, ARepeatMayFindNothingAtAll) {
  const auto search = make_ramp({.from = 10, .add = 10, .repeats = 2});
  const SearchAnswer answer = play(*search, [](const Trial& t) {
    return t.rate > (t.repeat == 1 ? 15 : 1) ? TrialEnd::broke : TrialEnd::held;
  });
  EXPECT_EQ(answer.end, SearchEnd::found);
  EXPECT_EQ(answer.repeats, (std::vector<double>{10, 0}));
  EXPECT_EQ(*answer.low, 0);
}

TEST(Ramp, SaysThatTheFirstRateIsTooMuch) {
  const auto search = make_ramp({.from = 20});
  const SearchAnswer answer = play(*search, carries(10));
  EXPECT_EQ(answer.end, SearchEnd::broke_at_start);
  EXPECT_FALSE(answer.rate);
  EXPECT_EQ(*answer.broke_at, 20);
}

TEST(Ramp, StopsAtTheHighestRateThatMayBeTried) {
  const auto search = make_ramp({.from = 20, .add = 10, .most = 55});
  std::vector<Trial> played;
  const SearchAnswer answer = play(*search, carries(1e9), &played);
  EXPECT_EQ(answer.end, SearchEnd::not_broken);
  EXPECT_EQ(*answer.rate, 50);
  EXPECT_FALSE(answer.broke_at);
  for (const Trial& trial : played) EXPECT_LE(trial.rate, 55);
}

TEST(Ramp, OneHiccupOfTheGeneratorIsTriedAgain) {
  const auto search = make_ramp({.from = 10, .add = 10, .repeats = 1});
  int hiccups = 2;
  const SearchAnswer answer = play(*search, [&](const Trial& trial) {
    if (trial.rate == 30 && hiccups-- > 0) return TrialEnd::generator;
    return carries(45)(trial);
  });
  EXPECT_EQ(answer.end, SearchEnd::found);
  EXPECT_EQ(*answer.rate, 40);
}

TEST(Ramp, AGeneratorAtItsLimitEndsTheSearch) {
  const auto search = make_ramp({.from = 10, .add = 10});
  const SearchAnswer answer = play(
      *search, [](const Trial& trial) { return trial.rate >= 40 ? TrialEnd::generator : TrialEnd::held; });
  EXPECT_EQ(answer.end, SearchEnd::generator);
  EXPECT_EQ(*answer.rate, 30);
}

TEST(Ramp, FindsWhatASimulatedDeploymentCarriesWithinAStep) {
  Random random(7);
  for (int i = 0; i < 100; ++i) {
    const double capacity = 25 + 400 * random.unit();
    const auto search = make_ramp({.from = 20, .growth = 0.05});
    const SearchAnswer answer = play(*search, simulated(capacity, random));
    EXPECT_EQ(answer.end, SearchEnd::found);
    EXPECT_LE(*answer.low, capacity * 1.002);
    EXPECT_GE(*answer.high * 1.05, capacity * 0.998);
  }
}

TEST(Rfc7502, GoesTheWayOfTheRfc) {
  // By hand: floor(r + r/10) while it holds, floor(r - r/10) when it breaks, ten goods that are no better.
  const auto search = make_rfc7502({.from = 100, .attempts = 500});
  std::vector<Trial> played;
  const SearchAnswer answer = play(*search, carries(180), &played);
  std::vector<double> rates;
  for (const Trial& trial : played) {
    EXPECT_EQ(trial.attempts, 500U);
    rates.push_back(trial.rate);
  }
  const std::vector<double> begin{100, 110, 121, 133, 146, 160, 176, 193, 173, 190, 171, 188};
  ASSERT_GE(rates.size(), begin.size());
  EXPECT_EQ(std::vector<double>(rates.begin(), rates.begin() + 12), begin);
  EXPECT_EQ(answer.end, SearchEnd::found);
  EXPECT_NEAR(*answer.rate, 180, 180 * 0.03);
  EXPECT_GT(*answer.broke_at, 180);
}

TEST(Rfc7502, WeightsAreHalvedButNeverBelowATenth) {
  const auto search = make_rfc7502({.from = 100, .growth = 0.5});
  std::vector<Trial> played;
  (void)play(*search, carries(180), &played);
  // 100, 150, 225 breaks (d = 0.25 → 168, then d = 0.125 and w = 0.25), 210 breaks (d = 0.1 and w = 0.125 →
  // 183), 183 breaks (w = 0.1 → 164).
  const std::vector<double> begin{100, 150, 225, 168, 210, 183, 164, 180};
  for (std::size_t i = 0; i < begin.size(); ++i) EXPECT_EQ(played[i].rate, begin[i]) << i;
}

TEST(Rfc7502, NineteenOfTwentyRunsAreWithinThreePerCent) {
  Random random(20);
  int good = 0;
  for (int i = 0; i < 200; ++i) {
    const double capacity = 120 + 1880 * random.unit();
    const auto search = make_rfc7502({.from = 100});
    const SearchAnswer answer = play(*search, simulated(capacity, random));
    const bool is_near = answer.rate && std::abs(*answer.rate / capacity - 1) <= 0.03;
    good += answer.end == SearchEnd::found && is_near ? 1 : 0;
  }
  EXPECT_GE(good, 190);
}

TEST(Rfc7502, EndsAgainstADeploymentThatCarriesNothing) {
  const auto search = make_rfc7502({.from = 100});
  const SearchAnswer answer = play(*search, [](const Trial&) { return TrialEnd::broke; });
  EXPECT_EQ(answer.end, SearchEnd::broke_at_start);
  EXPECT_FALSE(answer.rate);
}

TEST(Rfc7502, EndsAgainstADeploymentThatBreaksEverySecondTime) {
  const auto search = make_rfc7502({.from = 100});
  int trial = 0;
  const SearchAnswer answer =
      play(*search, [&](const Trial&) { return ++trial % 2 == 0 ? TrialEnd::broke : TrialEnd::held; });
  EXPECT_NE(answer.end, SearchEnd::running);
}

TEST(Rfc7502, NeverTriesMoreThanItMay) {
  const auto search = make_rfc7502({.from = 100, .most = 150});
  std::vector<Trial> played;
  const SearchAnswer answer = play(*search, carries(1e9), &played);
  EXPECT_EQ(answer.end, SearchEnd::not_broken);
  EXPECT_EQ(*answer.rate, 146);
  for (const Trial& trial : played) EXPECT_LE(trial.rate, 150);
}

}  // namespace
}  // namespace cxload::load
