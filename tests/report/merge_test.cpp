// Shards of a plan, measured apart, written, read and merged, are the run they would have been together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/load/plan.hpp>
#include <cxload/report/json_report.hpp>
#include <cxload/result/merge.hpp>
#include <cxload/result/threshold.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::report {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr int phones = 120;

std::vector<load::Entry> entries() {
  load::Entry open, poisson;
  open.load = load::OpenLoad{{{0, 200, 3s}, {200, 200, 4s}}, load::Spacing::uniform};
  poisson.load = load::OpenLoad{{{30, 30, 9s}}, load::Spacing::poisson};
  poisson.start = 1s;
  open.phones = poisson.phones = phones;
  return {open, poisson};
}

/// What the starts of one part measure: each start the same, whoever makes it.
void measure(stats::Recorder& recorder, result::JourneyCounts& counts, const stats::JourneyMetrics& journey,
             load::Part part) {
  const stats::LabelId labels = recorder.intern({{"group", "agents"}, {"journey", "call"}});
  load::Plan plan(entries(), 5, part);
  while (const auto start = plan.next()) {
    Random draws = Random(5).fork("start", start->entry * 1'000'000 + start->ordinal);
    const bool is_good = draws.below(20) != 0;
    recorder.attempt(journey.success, labels, is_good);
    recorder.add(journey.failed, labels, is_good ? 0 : 1);
    ++counts.planned;
    ++counts.started;
    is_good ? ++counts.completed : ++counts.failed;
    if (!is_good) continue;
    const auto latency = std::chrono::microseconds(200 + static_cast<int>(draws.exponential(30'000)));
    recorder.sample(journey.latency, labels, latency);
    recorder.sample(stats::metric::sip_srd, labels, latency / 3);
  }
}

result::RunResult play(load::Part part) {
  stats::Catalogue catalogue;
  const stats::JourneyMetrics journey = catalogue.add_journey("call");
  const stats::LabelSet both{{"group", "agents"}, {"journey", "call"}};
  stats::Recorder recorder(catalogue, {both});
  result::RunResult run;
  measure(recorder, run.journeys["call"], journey, part);
  run.snapshot = recorder.snapshot();
  run.metrics = catalogue.metrics();
  run.run.scenario_text = "the same";
  run.run.shard = {part.index, part.count};
  run.run.started = WallTime(std::chrono::seconds(1'800'000'000));
  run.run.finished = run.run.started + 10s;
  for (const char* text : {"sip.srd.p95 < 1s", "journey.call.failed == 0"})
    run.thresholds.push_back(
        result::evaluate(*result::parse_threshold(text, catalogue), catalogue, run.snapshot));
  return run;
}

/// As from another process.
result::RunResult through_a_file(const result::RunResult& run) { return *read_json(write_json(run)); }

std::vector<result::RunResult> shards(unsigned count) {
  std::vector<result::RunResult> runs;
  runs.reserve(count);
  for (unsigned i = 0; i < count; ++i) runs.push_back(through_a_file(play({i, count})));
  return runs;
}

class Shards : public testing::TestWithParam<unsigned> {};

TEST_P(Shards, AreTheSingleRunBitByBit) {
  const result::RunResult single = through_a_file(play({0, 1}));
  const auto merged = result::merge_runs(shards(GetParam()));
  ASSERT_TRUE(merged) << merged.error().detail;
  for (std::size_t i = 0; i < single.metrics.size(); ++i) {
    const auto& metric = single.metrics[i];
    const auto same = std::find_if(merged->metrics.begin(), merged->metrics.end(),
                                   [&](const stats::Metric& m) { return m.name == metric.name; });
    ASSERT_NE(same, merged->metrics.end()) << metric.name;
    const auto id = static_cast<stats::MetricId>(same - merged->metrics.begin());
    EXPECT_EQ(merged->snapshot.series(id), single.snapshot.series(static_cast<stats::MetricId>(i)))
        << metric.name;
  }
  EXPECT_EQ(merged->journeys.at("call").completed, single.journeys.at("call").completed);
  ASSERT_EQ(merged->thresholds.size(), 2U);
  EXPECT_EQ(merged->thresholds[0].observed, single.thresholds[0].observed);
  EXPECT_FALSE(merged->thresholds[1].pass);
  EXPECT_EQ(merged->verdict.exit_code, 1);
  EXPECT_EQ(write_json(through_a_file(*merged)), write_json(*merged));
}

INSTANTIATE_TEST_SUITE_P(OfAnyNumber, Shards, testing::Range(1U, 18U));

TEST(Merge, WantsEveryShardOnce) {
  auto runs = shards(3);
  runs.pop_back();
  EXPECT_THAT(result::merge_runs(runs).error().detail,
              HasSubstr("2 runs are here, but this one is shard 1 of 3"));
  runs.push_back(runs.front());
  EXPECT_THAT(result::merge_runs(runs).error().detail, HasSubstr("shard 1 of 3 is there twice"));
  EXPECT_FALSE(result::merge_runs({}));
}

TEST(Merge, WantsOnePlan) {
  auto runs = shards(2);
  runs[1].run.seed = 77;
  EXPECT_THAT(result::merge_runs(runs).error().detail, HasSubstr("different scenarios or seeds"));
  runs = shards(2);
  runs[1].run.threads = 5;
  EXPECT_THAT(result::merge_runs(runs).error().detail, HasSubstr("--threads"));
}

TEST(Merge, TheWorstValidityAndTheFirstFailureSpeakForAll) {
  auto runs = shards(2);
  runs[1].validity.status = result::ValidityStatus::invalid;
  runs[1].validity.reasons = {"it was late"};
  result::FailureGroup group;
  group.kind = "sip.503";
  group.journey = "call";
  group.count = 3;
  group.first_at = WallTime(std::chrono::seconds(20));
  group.example.account = "later";
  runs[0].failures = {group};
  group.count = 4;
  group.first_at = WallTime(std::chrono::seconds(10));
  group.example.account = "first";
  runs[1].failures = {group};
  const auto merged = result::merge_runs(runs);
  EXPECT_EQ(merged->verdict.exit_code, 4);
  EXPECT_THAT(merged->validity.reasons, testing::ElementsAre("shard 2: it was late"));
  ASSERT_EQ(merged->failures.size(), 1U);
  EXPECT_EQ(merged->failures[0].count, 7U);
  EXPECT_EQ(merged->failures[0].example.account, "first");
}

TEST(Merge, RowsOfASecondAddUp) {
  auto runs = shards(2);
  for (auto& run : runs) {
    run.series.columns = {"t", "started", "sip.srd.p95"};
    run.series.rows = {{1.0, 5.0, 9.0}, {2.0, 6.0, std::nullopt}};
  }
  runs[1].run.started += 1s;
  runs[1].series.columns = {"t", "calls", "started"};
  runs[1].series.rows = {{1.0, 1.0, 5.0}, {2.0, 2.0, 6.0}};
  const auto merged = result::merge_runs(runs);
  EXPECT_EQ(merged->series.columns, (std::vector<std::string>{"t", "started", "calls"}));
  ASSERT_EQ(merged->series.rows.size(), 3U);
  EXPECT_EQ(merged->series.rows[0], (std::vector<std::optional<double>>{1.0, 5.0, std::nullopt}));
  EXPECT_EQ(merged->series.rows[1], (std::vector<std::optional<double>>{2.0, 11.0, 1.0}));
}

TEST(Merge, WhatOneProcessNoticedIsTold) {
  auto runs = shards(3);
  for (auto& run : runs) run.notices = {{"clock_offset", "the clock is off"}};
  runs[1].notices.push_back({"source_ban", "you were blocked"});
  EXPECT_THAT(result::merge_runs(runs)->notices,
              testing::ElementsAre(result::Notice{"clock_offset", "the clock is off"},
                                   result::Notice{"source_ban", "Shard 2: you were blocked"}));
}

TEST(Merge, PartsThatFailedWereAnswered) {
  auto runs = shards(2);
  for (auto& run : runs) {
    run.journeys["call"] = {10, 10, 0, 10, 0};
    run.verdict.status = result::VerdictStatus::fail;
  }
  EXPECT_EQ(result::merge_runs(runs)->verdict.status, result::VerdictStatus::fail);
  for (auto& run : runs) run.verdict.status = result::VerdictStatus::unreachable;
  EXPECT_EQ(result::merge_runs(runs)->verdict.status, result::VerdictStatus::unreachable);
}

TEST(Merge, APartThatWasEndedEarlyFailsTheRun) {
  auto runs = shards(2);
  runs[1].ending.aborted_by = "sip.rrd.p95 < 1ms (abort: true)";
  runs[1] = through_a_file(runs[1]);
  const auto merged = result::merge_runs(runs);
  EXPECT_EQ(merged->verdict.status, result::VerdictStatus::fail);
  EXPECT_THAT(merged->verdict.reasons, testing::Contains(HasSubstr("shard 2")));
}

TEST(Merge, AStormIsOverWhenTheSlowestProcessSaysSo) {
  auto runs = shards(3);
  result::Storm storm;
  storm.cut = 0;
  runs[0].storms = {storm};
  storm.cut = storm.back = 5;
  storm.recovery_s = 2;
  runs[1].storms = {storm};
  storm.recovery_s = 3;
  runs[2].storms = {storm};
  EXPECT_EQ(result::merge_runs(runs)->storms.at(0).recovery_s, 3);
  EXPECT_EQ(result::merge_runs(runs)->storms.at(0).cut, 10U);
  runs[1].storms[0].recovery_s.reset();
  EXPECT_FALSE(result::merge_runs(runs)->storms.at(0).recovery_s);
}

}  // namespace
}  // namespace cxload::report
