#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/report/writer.hpp>
#include <cxload/stats/recorder.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "report/sample_runs.hpp"

namespace cxload::report {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string summary_of(const result::RunResult& run) { return find_writer("summary")->write(run); }

TEST(SummaryReport, SaysTheVerdictFirst) {
  EXPECT_THAT(summary_of(samples::failing_run()),
              StartsWith("# FAIL: Morning shift\n\n4 of 7 gates failed.\n"));
  EXPECT_THAT(summary_of(samples::passing_run()),
              StartsWith("# PASS: Morning shift\n\nAll 7 gates passed.\n"));
}

/// What a run with media heard: two bands, and a call that heard another.
result::RunResult run_with_voices() {
  result::RunResult run = samples::passing_run();
  const stats::Catalogue catalogue;
  stats::Recorder recorder(catalogue, {});
  for (const auto& [scale, mos] : {std::pair{"fb", 4400}, std::pair{"fb", 2800}, std::pair{"nb", 4100}})
    recorder.sample(stats::metric::media_mos, recorder.intern({{"scale", scale}}), std::int64_t{mos});
  recorder.sample(stats::metric::media_loss, recorder.intern({}), std::int64_t{20'000});
  recorder.add(stats::metric::media_crossed, recorder.intern({}), 1);
  run.metrics = catalogue.metrics();
  run.snapshot = recorder.snapshot();
  return run;
}

TEST(SummaryReport, SaysHowSpeechWasHeard) {
  const std::string text = summary_of(run_with_voices());
  EXPECT_THAT(text, HasSubstr("* fullband: MOS p50 2.80, p5 2.80, lowest 2.80, of 2 legs"));
  EXPECT_THAT(text, HasSubstr("* narrowband: MOS p50 4.10, "));
  EXPECT_THAT(text, HasSubstr("packets lost: p95 2.0 %"));
  EXPECT_THAT(text, HasSubstr("that heard another call: 1;"));
  EXPECT_THAT(summary_of(samples::passing_run()), Not(HasSubstr("## Voice")));
  EXPECT_THAT(find_writer("html")->write(run_with_voices()),
              AllOf(HasSubstr("Speech heard, fullband"), HasSubstr("Heard another call")));
}

TEST(SummaryReport, OfASearchNamesRateSpreadAndReason) {
  const std::string text = summary_of(samples::search_run());
  EXPECT_THAT(text, HasSubstr("is carried at 58.564/s (53.24/s to 58.564/s over 3 climbs)"));
  EXPECT_THAT(text, HasSubstr("It broke there because of gate"));
  EXPECT_THAT(text, HasSubstr("133 × sip.503 in call"));
}

TEST(SummaryReport, HostileTextIsNoMarkdown) {
  const std::string text = summary_of(samples::hostile_run());
  EXPECT_THAT(text, Not(HasSubstr("<")));
  EXPECT_THAT(text, Not(HasSubstr("\n# heading")));
  EXPECT_THAT(text, Not(HasSubstr("[link](")));
  EXPECT_THAT(text, HasSubstr("\\[link\\]("));
}

TEST(SummaryReport, RowsOfATableKeepTheirColumns) {
  std::istringstream lines(summary_of(samples::hostile_run()));
  std::size_t columns = 0;
  for (std::string line; std::getline(lines, line);) {
    std::size_t bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
      if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) ++bars;
    if (line.empty() || line.front() != '|') {
      columns = 0;
      continue;
    }
    if (columns == 0) columns = bars;
    EXPECT_EQ(bars, columns) << line;
  }
}

}  // namespace
}  // namespace cxload::report
