#include <cmath>
#include <limits>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/compare/render.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "compare/simulated.hpp"

namespace cxload::compare {
namespace {

using simulated::finding;
using simulated::World;

Comparison compared(const World& base, const World& changed, const Options& options = {}) {
  const Random random(9);
  return compare(simulated::side(random.fork("base"), base), simulated::side(random.fork("new"), changed),
                 options);
}

TEST(Comparison, DirectionMatters) {
  const World usual{.samples = 2000}, slow{.samples = 2000, .rrd_factor = 2, .success = 0.8};
  const Comparison worse = compared(usual, slow), better = compared(slow, usual);
  EXPECT_EQ(worse.answer, Answer::worse);
  EXPECT_EQ(exit_code(worse.answer), 1);
  EXPECT_EQ(finding(worse, "sip.rrd", "p95").status, Status::worse);
  EXPECT_EQ(finding(worse, "journey.call.success", "value").status, Status::worse);
  EXPECT_NE(better.answer, Answer::worse);
  EXPECT_EQ(exit_code(better.answer), 0);
  EXPECT_EQ(finding(better, "sip.rrd", "p95").status, Status::better);
  EXPECT_EQ(finding(better, "journey.call.success", "value").status, Status::better);
}

TEST(Comparison, KnowsWhichWayARatioIsBad) {
  const Comparison comparison = compared({.samples = 100}, {.samples = 100});
  EXPECT_FALSE(finding(comparison, "sip.ser", "value").higher_is_worse);
  EXPECT_FALSE(finding(comparison, "journey.call.success", "value").higher_is_worse);
  EXPECT_TRUE(finding(comparison, "sip.isa", "value").higher_is_worse);
  EXPECT_TRUE(finding(comparison, "sip.rrd", "p50").higher_is_worse);
}

TEST(Comparison, ASureChangeThatIsTooSmallToMatterIsNone) {
  const World usual{.samples = 60'000}, slower{.samples = 60'000, .rrd_factor = 1.03};
  const Comparison comparison = compared(usual, slower);
  EXPECT_TRUE(finding(comparison, "sip.rrd", "p50").is_significant);
  EXPECT_EQ(finding(comparison, "sip.rrd", "p50").status, Status::same);
  EXPECT_EQ(finding(compared(usual, slower, {.min_relative = 0.01}), "sip.rrd", "p50").status, Status::worse);
  EXPECT_EQ(finding(compared(usual, slower, {.min_relative = 0.01, .min_milliseconds = 1}), "sip.rrd", "p50")
                .status,
            Status::same)
      << "0.4 ms of 12 ms";
}

TEST(Comparison, FewSamplesAreToldApartFromNoChange) {
  const Comparison few = compared({.samples = 300}, {.samples = 300});
  EXPECT_EQ(few.answer, Answer::too_few_samples);
  EXPECT_EQ(exit_code(few.answer), 0);
  EXPECT_EQ(finding(few, "sip.rrd", "p95").status, Status::unclear);
  const Comparison many = compared({.samples = 40'000}, {.samples = 40'000});
  EXPECT_EQ(many.answer, Answer::no_worse);
  EXPECT_EQ(finding(many, "sip.rrd", "p95").status, Status::same);
}

TEST(Comparison, P99IsJudgedWithEnoughSamplesOnly) {
  EXPECT_THROW((void)finding(compared({.samples = 900}, {.samples = 900}), "sip.rrd", "p99"),
               std::out_of_range);
  EXPECT_NO_THROW((void)finding(compared({.samples = 1100}, {.samples = 1100}), "sip.rrd", "p99"));
}

TEST(Comparison, NothingToJudgeIsNotComparable) {
  const Comparison comparison = compared({.samples = 10}, {.samples = 500});
  EXPECT_EQ(comparison.answer, Answer::not_comparable);
  EXPECT_EQ(exit_code(comparison.answer), 2);
  EXPECT_THAT(comparison.reasons, testing::ElementsAre(testing::HasSubstr("enough samples")));
}

TEST(Comparison, MeasurementsOfOneSideOnlyAreANote) {
  const Random random(9);
  const World world{.samples = 500};
  Side base = simulated::side(random.fork("base"), world),
       changed = simulated::side(random.fork("new"), world);
  for (std::size_t i = 0; i < changed.runs[0].metrics.size(); ++i)
    if (changed.runs[0].metrics[i].name == "phase.tls") changed.runs[0].metrics[i].name = "phase.other";
  EXPECT_THAT(compare(base, changed).notes,
              testing::Contains(testing::HasSubstr("phase.tls has samples in BASE")));
}

TEST(Comparison, CountsNearTheEndOfIntegersAskForNothing) {
  const Random random(9);
  Side base = simulated::side(random.fork("base"), {.runs = 3, .samples = 50});
  for (auto& run : base.runs)
    run.snapshot.at(stats::metric::sip_rrd, {}).histogram.record_n(12'000, std::uint64_t{1} << 62U);
  const Comparison comparison =
      compare(base, simulated::side(random.fork("new"), {.runs = 3, .samples = 50}));
  EXPECT_TRUE(std::isfinite(finding(comparison, "sip.rrd", "p50").base_value));
  (void)render_json(comparison);
}

/// A file may claim a ratio of 7/3, or counts as large as integers go.
TEST(Comparison, ImpossibleFiguresAreNotJudged) {
  const Random random(9);
  Side base = simulated::side(random.fork("base"), {.samples = 500}), changed = base;
  constexpr auto huge = std::numeric_limits<std::uint64_t>::max();
  for (auto& run : changed.runs) {
    const auto set = [&](std::string_view name, std::uint64_t numerator, std::uint64_t denominator) {
      for (std::size_t i = 0; i < run.metrics.size(); ++i)
        if (run.metrics[i].name == name) {
          stats::Cell& cell = run.snapshot.at(static_cast<stats::MetricId>(i), {});
          cell.numerator = numerator;
          cell.denominator = denominator;
        }
    };
    set("sip.ser", 7, 3);
    set("sip.isa", huge, huge);
  }
  const Comparison comparison = compare(base, changed);
  EXPECT_THROW((void)finding(comparison, "sip.ser", "value"), std::out_of_range);
  EXPECT_TRUE(std::isfinite(finding(comparison, "sip.isa", "value").change));
  (void)render_table(comparison, false);
}

TEST(Render, JsonHoldsWhatTheTableShows) {
  const World usual{.samples = 300}, slow{.samples = 300, .rrd_factor = 2};
  const Comparison comparison = compared(usual, slow);
  const auto json = boost::json::parse(render_json(comparison)).as_object();
  EXPECT_EQ(json.at("answer"), "worse");
  EXPECT_EQ(json.at("findings").as_array().size(), comparison.findings.size());
  EXPECT_EQ(json.at("cxload").at("compare"), 1);
  EXPECT_THAT(render_table(comparison, false), testing::StartsWith("WORSE"));
}

TEST(Render, NamesOfFilesCannotPaintTheTerminal) {
  Comparison comparison = compared({.samples = 100}, {.samples = 100});
  comparison.scenario = "evil\x1b]0;title\x07";
  comparison.findings[0].labels = {{"group", "\x1b[2J\n\xff"}};
  comparison.notes.emplace_back("\x1b[31m");
  EXPECT_EQ(render_table(comparison, false).find('\x1b'), std::string::npos);
  boost::json::parse(render_json(comparison));
  EXPECT_NE(render_table(comparison, true).find('\x1b'), std::string::npos)
      << "ours are there when asked for";
}

}  // namespace
}  // namespace cxload::compare
