/// A change of the size that the tool promises to see is found at the sample size that it asks for.
#include <gtest/gtest.h>

#include "compare/simulated.hpp"

namespace cxload::compare {
namespace {

using simulated::World;

constexpr std::size_t pairs = 200, least_found = pairs * 9 / 10;

struct Case {
  std::string_view metric, stat;
  World usual, worse;
};

void PrintTo(const Case& test, std::ostream* out) { *out << test.metric << "." << test.stat; }

/// `world` grown to what two equal sides of it ask for.
World grown(const Case& test, const World& world, std::uint64_t samples, std::uint64_t runs) {
  World out = world;
  out.runs = std::max<std::size_t>(runs, 1);
  out.samples = runs > 0 ? std::max(test.usual.samples, samples / runs) : samples;
  return out;
}

class Worse : public testing::TestWithParam<Case> {};

TEST_P(Worse, IsFoundNineTimesOfTenAtTheSizeAskedFor) {
  const Case& test = GetParam();
  const Random random(5);
  const Comparison pilot = compare(simulated::side(random.fork("pilot base"), test.usual),
                                   simulated::side(random.fork("pilot new"), test.usual));
  const Finding& asked = simulated::finding(pilot, test.metric, test.stat);
  ASSERT_TRUE(asked.wanted_samples);
  EXPECT_GT(*asked.wanted_samples, asked.base_samples) << "the pilot is too small on purpose";
  const World usual = grown(test, test.usual, *asked.wanted_samples, asked.wanted_runs.value_or(0));
  const World worse = grown(test, test.worse, *asked.wanted_samples, asked.wanted_runs.value_or(0));
  std::size_t found = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    const Comparison comparison = compare(simulated::side(random.fork("base", i), usual),
                                          simulated::side(random.fork("new", i), worse));
    const bool is_found = simulated::finding(comparison, test.metric, test.stat).status == Status::worse;
    if (is_found && comparison.answer == Answer::worse) ++found;
  }
  RecordProperty("found", static_cast<int>(found));
  RecordProperty("samples", static_cast<int>(usual.samples * usual.runs));
  EXPECT_GE(found, least_found) << usual.runs << " runs of " << usual.samples << " samples a side";
}

INSTANTIATE_TEST_SUITE_P(
    P95By10Percent, Worse,
    testing::Values(Case{"sip.rrd", "p95", {.samples = 1500}, {.samples = 1500, .rrd_factor = 1.1}},
                    Case{"sip.rrd", "p95", {.samples = 1500}, {.samples = 1500, .rrd_tail_factor = 1.1}},
                    Case{"sip.srd", "p95", {.samples = 1500}, {.samples = 1500, .srd_factor = 1.1}}));

constexpr World repeats = {.runs = 8, .samples = 250, .run_scatter = 0.03, .persistence = 0.5};
constexpr World worse_repeats = {
    .runs = 8, .samples = 250, .rrd_factor = 1.1, .run_scatter = 0.03, .persistence = 0.5};
INSTANTIATE_TEST_SUITE_P(P95By10PercentInRepeats, Worse,
                         testing::Values(Case{"sip.rrd", "p95", repeats, worse_repeats}));

INSTANTIATE_TEST_SUITE_P(
    RatioBy1Point, Worse,
    testing::Values(Case{
        "journey.call.success", "value", {.samples = 1000}, {.samples = 1000, .success = 0.975}}));

}  // namespace
}  // namespace cxload::compare
