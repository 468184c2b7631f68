#include "series_builder.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include <cxload/stats/standard_metrics.hpp>

namespace cxload::run {
namespace {

std::size_t column(const result::Series& series, std::string_view name) {
  return static_cast<std::size_t>(std::find(series.columns.begin(), series.columns.end(), name) -
                                  series.columns.begin());
}

TEST(SeriesBuilder, ARowHoldsWhatHappenedInItsSecond) {
  const stats::Catalogue catalogue;
  stats::Recorder recorder(catalogue, {});
  const stats::LabelId labels = recorder.intern({});
  SeriesBuilder builder(catalogue);
  ShardReport report;
  report.journeys["call"] = {10, 9, 5, 1, 1};
  report.registered = 7;
  recorder.sample(stats::metric::sip_rrd, labels, std::chrono::milliseconds(10));
  report.snapshot = recorder.snapshot();
  builder.add(1, report);
  report.journeys["call"] = {25, 20, 12, 1, 2};
  recorder.sample(stats::metric::sip_rrd, labels, std::chrono::milliseconds(500));
  report.snapshot = recorder.snapshot();
  builder.add(2, report);
  const result::Series& series = builder.series();
  ASSERT_EQ(series.rows.size(), 2U);
  EXPECT_EQ(series.rows[1][column(series, "offered")], 15.0);
  EXPECT_EQ(series.rows[1][column(series, "started")], 11.0);
  EXPECT_EQ(series.rows[1][column(series, "failed")], 0.0);
  EXPECT_EQ(series.rows[1][column(series, "phones.registered")], 7.0);
  EXPECT_NEAR(*series.rows[0][column(series, "sip.rrd.p50")], 10, 0.1);
  EXPECT_NEAR(*series.rows[1][column(series, "sip.rrd.p50")], 500, 1) << "of this second alone";
  EXPECT_FALSE(series.rows[1][column(series, "sip.srd.p50")]) << "nothing was measured";
}

TEST(SeriesBuilder, ALongRunIsThinnedWithoutLosingEvents) {
  const stats::Catalogue catalogue;
  SeriesBuilder builder(catalogue);
  ShardReport report;
  constexpr int seconds = 20'000;
  for (int t = 1; t <= seconds; ++t) {
    report.journeys["call"].started = static_cast<std::uint64_t>(t);
    builder.add(t, report);
  }
  const result::Series& series = builder.series();
  EXPECT_LE(series.rows.size(), 7'200U);
  EXPECT_EQ(series.interval_s, 4);
  double sum = 0;
  for (const auto& row : series.rows) sum += row[column(series, "started")].value_or(0);
  EXPECT_NEAR(sum, seconds, 8);
}

}  // namespace
}  // namespace cxload::run
