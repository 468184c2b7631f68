/// The precedence of verdicts, pair by pair, and what they say.
#include <functional>

#include <gtest/gtest.h>

#include <cxload/result/verdict.hpp>

namespace cxload::result {
namespace {

using enum VerdictStatus;

RunResult good_run() {
  RunResult run;
  run.run.finished = WallTime{} + std::chrono::hours(1);
  run.run.target = "wss://sip.example.com:443";
  run.ending.responses = 100;
  run.thresholds.emplace_back();
  run.thresholds[0].text = "sip.rrd.p95 < 250ms";
  run.thresholds[0].pass = true;
  return run;
}

FailureGroup failure(std::string kind, std::uint64_t count) {
  FailureGroup group;
  group.kind = std::move(kind);
  group.count = count;
  group.explain = "Look there.";
  group.journey = "call";
  return group;
}

struct Fault {
  const char* what;
  std::function<void(RunResult&)> happen;
  VerdictStatus status;
  int exit_code;
};

/// Gravest first.
std::vector<Fault> faults() {
  return {{"not finished", [](RunResult& run) { run.run.finished.reset(); }, incomplete, 1},
          {"interrupted", [](RunResult& run) { run.ending.is_interrupted = true; }, aborted, 130},
          {"unreachable",
           [](RunResult& run) {
             run.ending.responses = 0;
             run.failures = {failure("tcp.refused", 7)};
           },
           unreachable, 3},
          {"invalid",
           [](RunResult& run) {
             run.validity.status = ValidityStatus::invalid;
             run.validity.reasons = {"we were late"};
           },
           invalid, 4},
          {"gate failed",
           [](RunResult& run) {
             run.thresholds[0].pass = false;
             run.thresholds[0].observed = 312;
             run.thresholds[0].why = "sip.rrd p95 was 312 ms";
           },
           fail, 1},
          {"ended early", [](RunResult& run) { run.ending.aborted_by = "limits.stop_on.auth_failures: 20"; },
           fail, 1}};
}

TEST(Verdict, AGoodRunPasses) {
  const Verdict verdict = decide(good_run());
  EXPECT_EQ(verdict.status, pass);
  EXPECT_EQ(verdict.exit_code, 0);
  ASSERT_EQ(verdict.reasons.size(), 1U);
}

TEST(Verdict, OfTwoFaultsTheGraverDecides) {
  const auto all = faults();
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i; j < all.size(); ++j) {
      RunResult run = good_run();
      all[j].happen(run);
      all[i].happen(run);
      const Verdict verdict = decide(run);
      EXPECT_EQ(verdict.status, all[i].status) << all[i].what << " and " << all[j].what;
      EXPECT_EQ(verdict.exit_code, all[i].exit_code) << all[i].what << " and " << all[j].what;
      EXPECT_FALSE(verdict.reasons.empty());
    }
}

TEST(Verdict, AnyAnswerMeansThatTheDeploymentWasReached) {
  for (const char* kind : {"sip.403", "sip.503", "ws.http_404", "http.500"}) {
    RunResult run = good_run();
    run.ending.responses = 0;
    run.failures = {failure("tcp.refused", 90), failure(kind, 1)};
    EXPECT_TRUE(was_answered(run)) << kind;
    EXPECT_EQ(decide(run).status, pass) << kind;
  }
  for (const char* kind : {"sip.timeout", "ws.closed", "tls.verify", "dns.not_found", "sip.", "ws.http_"}) {
    RunResult run = good_run();
    run.ending.responses = 0;
    run.failures = {failure(kind, 1)};
    EXPECT_EQ(decide(run).exit_code, 3) << kind;
  }
  RunResult run = good_run();
  run.ending.responses = 0;
  run.journeys["call"].completed = 1;
  EXPECT_TRUE(was_answered(run));
}

TEST(Verdict, WhenOnlyWeFailedTheDeploymentIsNotBlamed) {
  RunResult run = good_run();
  run.ending.responses = 0;
  run.failures = {failure("local.descriptors", 50)};
  run.validity.status = ValidityStatus::invalid;
  EXPECT_EQ(decide(run).status, invalid);
  run.failures.push_back(failure("tcp.refused", 1));
  EXPECT_EQ(decide(run).status, unreachable);
}

TEST(Verdict, ReasonsNameTheGateAndTheCommonestFailures) {
  RunResult run = good_run();
  faults()[4].happen(run);
  run.failures = {failure("sip.486", 40), failure("sip.503", 9), failure("tcp.reset", 2),
                  failure("sip.404", 1)};
  run.ending.aborted_by = "sip.isa < 5%";
  const Verdict verdict = decide(run);
  EXPECT_EQ(verdict.reasons,
            (std::vector<std::string>{
                "1 of 1 gates failed", "gate \"sip.rrd.p95 < 250ms\": sip.rrd p95 was 312 ms",
                "The run was ended early by \"sip.isa < 5%\".", "40 × sip.486 in journey call: Look there.",
                "9 × sip.503 in journey call: Look there.", "2 × tcp.reset in journey call: Look there."}));
}

TEST(Verdict, UnreachableNamesTheTarget) {
  RunResult run = good_run();
  faults()[2].happen(run);
  const Verdict verdict = decide(run);
  ASSERT_EQ(verdict.reasons.size(), 2U);
  EXPECT_EQ(verdict.reasons[0], "Not one SIP or HTTP response came from wss://sip.example.com:443.");
}

TEST(Verdict, DegradedFiguresPassWithAWarning) {
  RunResult run = good_run();
  run.validity.status = ValidityStatus::degraded;
  run.validity.reasons = {"our own sockets lost 3 packets"};
  const Verdict verdict = decide(run);
  EXPECT_EQ(verdict.exit_code, 0);
  EXPECT_EQ(verdict.reasons.back(), "The figures are a little uncertain: our own sockets lost 3 packets.");
}

}  // namespace
}  // namespace cxload::result
