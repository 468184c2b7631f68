#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/report/live_view.hpp>

#include "live/styled_line.hpp"
#include "report/sample_runs.hpp"

namespace cxload::report {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

LiveStatus busy_status() {
  LiveStatus status;
  status.name = "Morning shift";
  status.phase = "load";
  status.elapsed = 72s;
  status.total = 120s;
  status.offered_rate = 20;
  status.achieved_rate = 19.2;
  status.registered = 600;
  status.active_calls = 182;
  status.started = 1204;
  status.completed = 1180;
  status.failed = 3;
  status.failures = {{"sip.503", 2}, {"sip.timeout", 1}};
  status.latencies = {{"sip.rrd", "ms", 900, 22.1, 56.9, 86.1}, {"sip.srd", "ms", 0, 0, 0, 0}};
  status.gates = {{"sip.rrd.p95 < 250ms", "ms", 56.9, LiveGate::State::passing},
                  {"journey.call.failed == 0", "", 3, LiveGate::State::failing},
                  {"sip.sdd.p99 < 200ms", "ms", {}, LiveGate::State::pending}};
  return status;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST(LiveBlock, SaysWhatHappensNow) {
  const std::string text = joined(live_block(busy_status(), {true, false, 100, 40}));
  EXPECT_THAT(text, HasSubstr("01:12 of 02:00  ━━━━━━━━━━━━────────"));
  EXPECT_THAT(text, HasSubstr("20.0/s offered, 19.2/s achieved"));
  EXPECT_THAT(text, HasSubstr("600 registered, 182 in calls"));
  EXPECT_THAT(text, HasSubstr("sip.503 × 2, sip.timeout × 1"));
  EXPECT_THAT(text, HasSubstr("22.1 ms    56.9 ms    86.1 ms"));
  EXPECT_LT(text.find("✗ journey.call.failed"), text.find("✓ sip.rrd.p95"));
  EXPECT_THAT(text, HasSubstr("… sip.sdd.p99"));
}

TEST(LiveBlock, FitsEveryScreen) {
  LiveStatus status = busy_status();
  status.name = "名前の長いとても長いシナリオ " + samples::hostile_text();
  status.failures[0].first += samples::hostile_text();
  status.gates[0].text += samples::hostile_text();
  status.warnings = {samples::hostile_text()};
  for (std::size_t columns = 1; columns <= 130; columns += columns < 24 ? 1 : 7)
    for (const std::size_t rows : {1U, 5U, 12U, 50U}) {
      const auto lines = live_block(status, {true, false, columns, rows});
      EXPECT_LE(lines.size(), std::max<std::size_t>(rows, 3) - 1);
      for (const std::string& line : lines) EXPECT_LE(live::columns_of(line), columns) << line;
    }
}

TEST(LiveBlock, NoEscapeSequenceButItsOwn) {
  LiveStatus status = busy_status();
  for (std::string* text : {&status.name, &status.phase, &status.failures[0].first, &status.gates[0].text,
                            &status.gates[0].unit, &status.latencies[0].name, &status.latencies[0].unit})
    *text += "\x1b[2J\n\x07\xc2\x9b";
  status.warnings = {"\x1b]0;owned\x07"};
  EXPECT_THAT(joined(live_block(status, {true, false, 100, 40})), Not(HasSubstr("\x1b")));
  EXPECT_THAT(joined(live_block(status, {true, true, 100, 40})), Not(HasSubstr("\x1b[2J")));
  EXPECT_THAT(live_line(status), Not(HasSubstr("\x1b")));
  EXPECT_THAT(live_line(status), Not(HasSubstr("\n")));
}

TEST(LiveBlock, ColourIsClosedAgainOnEveryLine) {
  for (const std::string& line : live_block(busy_status(), {true, true, 60, 40})) {
    const std::size_t last = line.rfind("\x1b[");
    if (last != std::string::npos) {
      EXPECT_EQ(line.substr(last, 4), "\x1b[0m") << line;
    }
  }
}

TEST(LiveLine, IsOnePlainLine) {
  EXPECT_EQ(live_line(busy_status()),
            "01:12/02:00  load  rate 19.2/s of 20.0/s  registered 600  calls 182  completed 1180  failed 3 "
            "(sip.503)  sip.rrd p95 56.9 ms  gates failing 1 of 3");
}

TEST(LivePainter, RedrawsInPlaceAndNeverBlanks) {
  LivePainter painter;
  const Screen screen{true, false, 80, 24};
  EXPECT_EQ(painter.frame({"a", "b"}, screen), "\ra\x1b[K\nb\x1b[K\n");
  EXPECT_EQ(painter.frame({"c"}, screen), "\r\x1b[2Ac\x1b[K\n\x1b[J");
  EXPECT_EQ(painter.clear(), "\r\x1b[1A\x1b[J");
  EXPECT_EQ(painter.clear(), "");
}

TEST(LivePainter, StartsBelowAfterTheWindowGotNarrower) {
  LivePainter painter;
  EXPECT_THAT(painter.frame({"a"}, {true, false, 80, 24}), StartsWith("\ra"));
  EXPECT_THAT(painter.frame({"a"}, {true, false, 40, 24}), StartsWith("\ra"));
  EXPECT_THAT(painter.frame({"a"}, {true, false, 40, 24}), StartsWith("\r\x1b[1A"));
}

TEST(FinalBlock, NamesVerdictGatesFailuresAndFiles) {
  const std::string text = final_block(samples::failing_run(), "reports/morning", {});
  EXPECT_THAT(text, StartsWith("FAIL  Morning shift  4 of 7 gates failed.\n"));
  EXPECT_THAT(text, HasSubstr("✗ sip.srd.p95 < 400ms"));
  EXPECT_THAT(text, HasSubstr("238 × sip.503 in call: "));
  EXPECT_THAT(text, HasSubstr("reports/morning/report.html\n"));
  EXPECT_THAT(text, EndsWith("\n"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(FinalBlock, TellsEachReasonOnce) {
  result::RunResult run = samples::failing_run();
  run.verdict.reasons.push_back("The run was ended early by gate \"sip.isa < 5%\".");
  const std::string text = final_block(run, "x", {});
  EXPECT_THAT(text, HasSubstr("- The run was ended early"));
  EXPECT_THAT(text, Not(HasSubstr("- gate \"")));
  EXPECT_THAT(text, Not(HasSubstr("- 238")));
}

TEST(StyledLine, CountsColumnsAsATerminalDoes) {
  EXPECT_EQ(live::columns_of("abc"), 3U);
  EXPECT_EQ(live::columns_of("日本"), 4U);
  EXPECT_EQ(live::columns_of("e\xcc\x81"), 1U);  // e and a combining acute
  EXPECT_EQ(live::cut("日本語", 4), "日…");
  EXPECT_EQ(live::cut("abc", 3), "abc");
  EXPECT_EQ(live::cut("abcd", 3), "ab…");
  EXPECT_EQ(live::cut("abcd", 0), "");
}

}  // namespace
}  // namespace cxload::report
