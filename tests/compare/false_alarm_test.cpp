/// Equal sides: a whole comparison may call one worse in one case of twenty at most.
#include <gtest/gtest.h>

#include "compare/simulated.hpp"

namespace cxload::compare {
namespace {

using simulated::World;

constexpr std::size_t pairs = 200, most_alarms = pairs / 20;

std::size_t alarms_in(const World& world) {
  const Random random(3);
  std::size_t alarms = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    const Comparison comparison = compare(simulated::side(random.fork("base", i), world),
                                          simulated::side(random.fork("new", i), world));
    if (comparison.answer == Answer::worse) ++alarms;
  }
  testing::Test::RecordProperty("alarms", static_cast<int>(alarms));
  return alarms;
}

class EqualSides : public testing::TestWithParam<World> {};

TEST_P(EqualSides, AlarmInOneCaseOfTwentyAtMost) { EXPECT_LE(alarms_in(GetParam()), most_alarms); }

INSTANTIATE_TEST_SUITE_P(SingleRuns, EqualSides,
                         testing::Values(World{.samples = 40}, World{.samples = 250}, World{.samples = 1200},
                                         World{.samples = 3000}));

/// Samples that follow each other are alike (slow phases of a deployment), and each run has a speed of its
/// own.
INSTANTIATE_TEST_SUITE_P(
    Repeats, EqualSides,
    testing::Values(World{.runs = 3, .samples = 300, .run_scatter = 0.05, .persistence = 0.9},
                    World{.runs = 5, .samples = 300, .run_scatter = 0.05, .persistence = 0.9},
                    World{.runs = 5, .samples = 100, .run_scatter = 0.2},
                    World{.runs = 10, .samples = 100, .persistence = 0.9}));

/// What the repeats are for: the same samples as one run a side alarm far too often, because they are worth
/// far fewer independent ones. Shows that the test above can fail.
TEST(SlowPhases, NeedRepeats) {
  EXPECT_GT(alarms_in({.samples = 1500, .run_scatter = 0.05, .persistence = 0.9}), most_alarms);
}

}  // namespace
}  // namespace cxload::compare
