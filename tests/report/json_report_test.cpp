/// report.json: its golden sample, the way there and back, strings that peers chose, and files that are
/// broken.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include <cxload/report/json_report.hpp>
#include <cxload/report/writer.hpp>
#include <cxload/stats/recorder.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "report/sample_runs.hpp"

namespace cxload::report {
namespace {

using namespace std::chrono_literals;
using result::RunResult;
namespace metric = stats::metric;

std::vector<result::ThresholdResult> small_gates() {
  return {
      {"sip.rrd{group=agents}.p95 < 18ms",
       "sip.rrd",
       "p95",
       "<",
       "ms",
       {{"group", "agents"}},
       18,
       19.007,
       20,
       false,
       false,
       "sip.rrd p95 was 19 ms"},
      {"sip.isa < 5%", "sip.isa", "value", "<", "1", {}, 0.05, std::nullopt, 0, false, true, "no sample"}};
}

/// One of everything, small enough to read.
RunResult small_run() {
  stats::Catalogue catalogue;
  const auto call = catalogue.add_journey("call");
  stats::Recorder recorder(catalogue, {});
  const auto agents = recorder.intern({{"group", "agents"}});
  for (int i = 1; i <= 20; ++i) recorder.sample(metric::sip_rrd, agents, i * 1ms);
  recorder.failed(metric::sip_rrd, agents);
  recorder.sample(metric::sip_rrd, recorder.intern({{"kind", "refresh"}}), 2h);  // saturates
  recorder.failed(metric::sip_srd, agents);
  recorder.sample(metric::sip_sdd, recorder.intern({{"side", "callee"}}), 3ms);
  recorder.attempt(metric::sip_ser, agents, true);
  recorder.attempt(metric::sip_ser, recorder.intern({}), false);
  recorder.add(metric::load_dropped, recorder.intern({{"reason", "no_phone"}}), 0);
  recorder.shift(metric::phones_registered, agents, -3);
  recorder.add(call.failed, agents, 2);

  RunResult run;
  run.run = {"0.1.0",
             "Small",
             "small.yaml",
             "cxload: 1\n",
             18'446'744'073'709'551'615U,
             WallTime(1'788'184'927'250ms),
             WallTime(1'788'184'929'251ms),
             "wss://127.0.0.1:8443",
             "cxload small.yaml",
             2,
             {"host", "Linux", "CPU", 4, 15.6, 1024}};
  run.verdict = {result::VerdictStatus::fail, 1, {"1 of 2 gates failed"}};
  run.validity.status = result::ValidityStatus::degraded;
  run.validity.reasons = {"our own sockets lost 3 packets"};
  run.validity.lateness_p99_ms = 1.25;
  run.validity.dropped_late = 1;
  run.validity.achieved_share = 0.1 + 0.2;
  run.thresholds = small_gates();
  run.journeys["call"] = {10, 9, 7, 2, 1};
  run.failures = {{"sip.486",
                   2,
                   WallTime(1'788'184'928'000ms),
                   "Busy.",
                   "call",
                   {"call-3", "1003", "abc@host", WallTime(1'788'184'928'001ms), "traces/call-3.txt"},
                   "INVITE →\n← 486 Busy \"Here\"\t\x01\n"}};
  run.series = {1, {"t", "started"}, {{0, 4}, {1, std::nullopt}, {2, 1.0 / 3}}};
  run.notes = {"accounts of the stand-in: 500"};
  run.metrics = catalogue.metrics();
  run.snapshot = recorder.snapshot();
  return run;
}

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// The same report after a trip through the reader.
std::string again(const std::string& json) {
  const auto run = read_json(json);
  if (!run) return "refused: " + run.error().detail;
  return write_json(*run);
}

TEST(JsonReport, LooksLikeTheGoldenSample) {
  const std::string path = "tests/golden/small_report.json";
  const std::string json = write_json(small_run());
  if (std::getenv("CXLOAD_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << json;
  EXPECT_EQ(json, read_file(path)) << "CXLOAD_UPDATE_GOLDEN=1 writes it anew";
}

TEST(JsonReport, EveryResultSurvivesTheTripByteByByte) {
  auto samples = samples::all_samples();
  samples.push_back({"small", small_run()});
  samples.push_back({"blank", {}});
  for (const auto& [name, run] : samples) {
    const std::string json = write_json(run);
    EXPECT_TRUE(again(json) == json) << name << ": " << again(json).substr(0, 200);
  }
}

TEST(JsonReport, TheTripKeepsTheMeasurements) {
  const RunResult run = small_run();
  const auto back = read_json(write_json(run));
  ASSERT_TRUE(back.has_value()) << back.error().detail;
  const auto find = [&](std::string_view name) {
    for (std::size_t i = 0; i < back->metrics.size(); ++i)
      if (back->metrics[i].name == name) return static_cast<stats::MetricId>(i);
    return stats::MetricId{9999};
  };
  for (const stats::MetricId id : {metric::sip_rrd, metric::sip_srd, metric::sip_sdd, metric::sip_ser,
                                   metric::load_dropped, metric::phones_registered})
    EXPECT_EQ(back->snapshot.series(find(run.metrics[static_cast<std::size_t>(id)].name)),
              run.snapshot.series(id));
  EXPECT_EQ(find("sip.isa"), stats::MetricId{9999}) << "what was not measured is not there";
  EXPECT_EQ(back->run.seed, run.run.seed);
  EXPECT_EQ(back->run.started, run.run.started);
  EXPECT_EQ(back->run.finished, run.run.finished);
  EXPECT_EQ(back->failures[0].ladder, run.failures[0].ladder);
  EXPECT_EQ(back->series.rows[1][1], std::nullopt);
}

TEST(JsonReport, OtherReportsLookTheSameAfterTheTrip) {
  for (const auto& run :
       {samples::passing_run(), samples::failing_run(), samples::invalid_run(), samples::incomplete_run()}) {
    const auto back = read_json(write_json(run));
    ASSERT_TRUE(back.has_value()) << back.error().detail;
    for (const Writer* writer : writers())
      EXPECT_TRUE(writer->write(run) == writer->write(*back)) << run.run.target << " " << writer->name;
  }
}

TEST(JsonReport, StringsOfPeersStayInsideTheirQuotes) {
  RunResult run = small_run();
  run.failures[0].kind = std::string("a\"b\\c\x00\x1F\x7F", 8) + "</script>\r\n\t";
  run.failures[0].ladder = "\xFF\xC0\x80\xED\xA0\x80\xF5 \xE2\x82\xAC \xC2\x85 half \xE2\x82";
  run.journeys["b\xFF"] = {1, 1, 1, 1, 1};
  run.journeys["b]"] = {2, 2, 2, 2, 2};
  const std::string json = write_json(run);
  const auto back = read_json(json);
  ASSERT_TRUE(back.has_value()) << back.error().detail;
  EXPECT_EQ(back->failures[0].kind, run.failures[0].kind);
  EXPECT_EQ(back->failures[0].ladder,
            "\\xff\\xc0\\x80\\xed\\xa0\\x80\\xf5 \xE2\x82\xAC \\xc2\\x85 half \\xe2\\x82");
  EXPECT_TRUE(write_json(*back) == json);
}

TEST(JsonReport, NumbersThatJsonHasNoWordForDoNoHarm) {
  RunResult run = small_run();
  run.validity.lateness_max_ms = std::numeric_limits<double>::infinity();
  run.validity.busiest_shard_share = -0.0;
  run.thresholds[0].observed = std::numeric_limits<double>::quiet_NaN();
  run.series.rows[0][0] = 1e-300;
  run.series.rows[0][1] = -123456789.123456789;
  const std::string json = write_json(run);
  EXPECT_TRUE(again(json) == json) << again(json).substr(0, 200);
}

TEST(JsonReport, ARunThatGoesOnHasNoEndAndNoExitCode) {
  RunResult run = small_run();
  run.run.finished.reset();
  run.verdict = {result::VerdictStatus::incomplete, 1, {}};
  const std::string json = write_json(run);
  EXPECT_NE(json.find("\"finished\": null"), std::string::npos);
  EXPECT_NE(json.find("\"exit_code\": null"), std::string::npos);
  EXPECT_TRUE(again(json) == json);
}

/// small_run() with one piece of its text replaced.
std::string broken(const std::string& from, const std::string& to) {
  std::string json = write_json(small_run());
  const std::size_t at = json.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return json.replace(at, from.size(), to);
}

TEST(JsonReport, BrokenFilesAreRefusedWithThePlace) {
  const std::vector<std::pair<std::string, std::string>> table{
      {"", "not JSON"},
      {"[]", "report.json: an object is expected"},
      {"{}", "version 1"},
      {"{\"cxload\": {\"schema\": 2}}", "report.json.cxload.schema"},
      {std::string(100'000, '['), "not JSON"},
      {broken("\"status\": \"fail\"", "\"status\": \"great\""), "report.json.verdict.status"},
      {broken("\"pass\": false", "\"pass\": \"no\""), "report.json.thresholds[0].pass"},
      {broken("\"limit\": 18", "\"limit\": [18]"), "report.json.thresholds[0].limit"},
      {broken("\"count\": 2,", "\"count\": -2,"), "report.json.failures[0].count"},
      {broken("\"count\": 2,", "\"count\": 2.5,"), "report.json.failures[0].count"},
      {broken("2026-08-31", "2026-02-31"), "report.json.run.started"},
      {broken("2026-08-31T", "9999-08-31T"), "report.json.run.started"},
      {broken("\"kind\": \"ratio\"", "\"kind\": \"rate\""), "sip.ser.kind"},
      {broken("\"scale\": 1000", "\"scale\": 0"), "scale"},
      {broken("\"histogram\": \"H", "\"histogram\": \"X"), "sip.rrd.histogram"},
      {broken("\"rows\": [", "\"rows\": [7, "), "report.json.series.rows[0]"}};
  for (const auto& [json, place] : table) {
    const auto read = read_json(json);
    ASSERT_FALSE(read.has_value()) << place;
    EXPECT_EQ(read.error().kind, "format.report");
    EXPECT_NE(read.error().detail.find(place), std::string::npos) << place << ": " << read.error().detail;
  }
}

TEST(JsonReport, EveryCutIsRefused) {
  const std::string json = write_json(small_run());
  for (std::size_t length = 0; length + 2 < json.size(); length += 7)
    EXPECT_FALSE(read_json(std::string_view(json).substr(0, length)).has_value()) << length;
}

TEST(JsonRecord, WritesAGrowingRunAsIfItWereTheFirstTime) {
  RunResult run = samples::passing_run();
  const auto rows = run.series.rows;
  run.series.rows.clear();
  JsonRecord record;
  for (std::size_t second = 0; second < 5; ++second) {
    run.snapshot.at(metric::sip_srd, {}).histogram.record(static_cast<std::int64_t>(second) * 1000);
    run.series.rows.push_back(rows.at(second));
    ASSERT_EQ(record.write(run), write_json(run)) << second;
  }
  run.series.rows = {rows.at(1), rows.at(3)};  // as after decimation
  run.snapshot.at(metric::sip_srd, {}).histogram = run.snapshot.at(metric::sip_sdd, {}).histogram;
  EXPECT_EQ(record.write(run), write_json(run));
  run.series.rows.clear();
  EXPECT_EQ(record.write(run), write_json(run));
}

}  // namespace
}  // namespace cxload::report
