/// Thresholds held against measurements.
#include <gtest/gtest.h>

#include <cxload/result/implicit_gates.hpp>
#include <cxload/result/threshold.hpp>
#include <cxload/stats/recorder.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::result {
namespace {

using namespace std::chrono_literals;
namespace metric = stats::metric;

class Evaluation : public testing::Test {
 protected:
  Evaluation() : call_(catalogue_.add_journey("call")) {}

  Threshold read(std::string_view text) {
    auto threshold = parse_threshold(text, catalogue_);
    EXPECT_TRUE(threshold.has_value()) << threshold.error().message;
    return *threshold;
  }
  ThresholdResult check(std::string_view text) {
    return evaluate(read(text), catalogue_, recorder().snapshot());
  }
  stats::Recorder& recorder() {
    if (!recorder_) recorder_.emplace(catalogue_, std::vector<stats::LabelSet>{});
    return *recorder_;
  }

  stats::Catalogue catalogue_;
  stats::JourneyMetrics call_;
  std::optional<stats::Recorder> recorder_;
};

TEST_F(Evaluation, PassesAndFailsWithWhatWasSeen) {
  const auto labels = recorder().intern({{"group", "agents"}});
  for (int i = 1; i <= 100; ++i) recorder().sample(metric::sip_rrd, labels, i * 1ms);
  const ThresholdResult good = check("sip.rrd{group=agents}.p95 < 96ms");
  EXPECT_TRUE(good.pass);
  EXPECT_EQ(good.samples, 100U);
  EXPECT_NEAR(*good.observed, 95, 0.095);
  EXPECT_EQ(good.unit, "ms");
  EXPECT_TRUE(good.why.empty());
  const ThresholdResult bad = check("sip.rrd{group=agents}.p95 < 90ms");
  EXPECT_FALSE(bad.pass);
  EXPECT_EQ(bad.why, "sip.rrd{group=agents} p95 was 95.04 ms; the gate asks for < 90 ms");
}

TEST_F(Evaluation, EveryOperatorAtTheLimit) {
  recorder().add(metric::sip_retransmissions, recorder().intern({}), 7);
  const std::vector<std::pair<std::string, bool>> table{
      {"< 7", false}, {"< 8", true},   {"<= 7", true}, {"<= 6", false}, {"> 7", false},  {"> 6", true},
      {">= 7", true}, {">= 8", false}, {"== 7", true}, {"== 6", false}, {"!= 7", false}, {"!= 6", true}};
  for (const auto& [rest, pass] : table) EXPECT_EQ(check("sip.retransmissions " + rest).pass, pass) << rest;
}

TEST_F(Evaluation, WithoutASampleAGateFails) {
  const ThresholdResult result = check("sip.rrd.p95 < 250ms");
  EXPECT_FALSE(result.pass);
  EXPECT_FALSE(result.observed);
  EXPECT_EQ(result.why, "no sample: nothing of sip.rrd was measured");
  recorder().failed(metric::sip_rrd, recorder().intern({}));
  EXPECT_EQ(check("sip.rrd.p95 < 250ms").why, "no sample: all 1 attempts behind sip.rrd failed");
  EXPECT_FALSE(check("sip.rrd.count >= 0").pass);
}

TEST_F(Evaluation, ACounterHasASampleOnceTried) {
  EXPECT_EQ(check("journey.call.failed == 0").why,
            "no sample: nothing of journey.call.failed came to an end");
  recorder().add(call_.failed, recorder().intern({}), 0);
  EXPECT_TRUE(check("journey.call.failed == 0").pass);
  recorder().add(call_.failed, recorder().intern({}));
  EXPECT_FALSE(check("journey.call.failed == 0").pass);
}

TEST_F(Evaluation, ARatioOfNothingFails) {
  EXPECT_FALSE(check("sip.isa < 5%").pass);
  EXPECT_EQ(check("sip.isa < 5%").why, "no sample: nothing was counted for sip.isa, so it has no value");
  for (int i = 0; i < 50; ++i) recorder().attempt(metric::sip_ser, recorder().intern({}), i < 47);
  EXPECT_TRUE(check("sip.ser >= 94%").pass);
  EXPECT_TRUE(check("sip.ser == 0.94").pass);
  EXPECT_EQ(check("sip.ser > 94%").why, "sip.ser was 94 %; the gate asks for > 94 %");
}

TEST_F(Evaluation, UnknownMetricsOfAnotherRunFail) {
  Threshold threshold = read("sip.ser > 1%");
  threshold.metric = "gone.metric";
  EXPECT_FALSE(evaluate(threshold, catalogue_, {}).pass);
}

TEST_F(Evaluation, CombinationsAreWhatTheRecorderMustKeep) {
  const std::vector<Threshold> thresholds{
      read("sip.rrd{journey=call,group=a}.p95 < 1s"), read("sip.srd{group=a,journey=call}.p95 < 1s"),
      read("sip.srd{group=a}.p95 < 1s"), read("sip.srd{group=a,step=b}.p95 < 1s")};
  const auto named = named_combinations(thresholds);
  ASSERT_EQ(named.size(), 2U);
  EXPECT_EQ(named[0], (stats::LabelSet{{"group", "a"}, {"journey", "call"}}));
}

std::vector<std::string> texts(const std::vector<Threshold>& gates) {
  std::vector<std::string> all;
  all.reserve(gates.size());
  for (const Threshold& gate : gates) all.push_back(gate.text);
  return all;
}

TEST_F(Evaluation, JourneysThatNoThresholdNamesGetAGate) {
  catalogue_.add_journey("call2");
  catalogue_.add_journey("lead");
  catalogue_.add_journey("login");
  const std::vector<std::string> journeys{"call", "call2", "lead", "login"};
  const std::vector<Threshold> thresholds{read("sip.seer{journey=call} >= 94%"),
                                          read("journey.lead.p95 < 1s"),
                                          read("journey.login_service.p95 < 1s")};
  const auto gates = implicit_gates(thresholds, journeys);
  EXPECT_EQ(texts(gates),
            (std::vector<std::string>{"journey.call2.failed == 0", "load.dropped{reason=no_phone} == 0"}));
  for (const Threshold& gate : gates) {
    EXPECT_TRUE(gate.is_implicit);
    const Threshold again = read(gate.text);  // the texts are real thresholds
    EXPECT_EQ(again.metric, gate.metric);
    EXPECT_EQ(again.labels, gate.labels);
    EXPECT_EQ(again.stat, gate.stat);
    EXPECT_EQ(again.limit, gate.limit);
  }
}

TEST_F(Evaluation, WhatIsWrittenOutIsNotAddedTwice) {
  const std::vector<Threshold> strict{read("load.dropped{reason=no_phone} == 0")};
  EXPECT_TRUE(implicit_gates(strict, {}).empty());
  const std::vector<Threshold> lax{read("load.dropped{reason=no_phone} <= 5")};
  EXPECT_EQ(implicit_gates(lax, {}).size(), 1U);
}

TEST_F(Evaluation, AGateOnQualityIsHeldAgainstEachScaleApart) {
  EXPECT_EQ(check("media.mos.p5 >= 4.0").why, "no sample: no call was rated");
  const auto rate = [&](const char* scale, const char* codec, int mos, int calls) {
    const auto labels = recorder().intern({{"scale", scale}, {"codec", codec}});
    for (int i = 0; i < calls; ++i) recorder().sample(metric::media_mos, labels, std::int64_t{mos});
  };
  rate("nb", "PCMU", 4410, 100);
  EXPECT_TRUE(check("media.mos.p5 >= 4.0").pass);
  rate("fb", "opus", 3500, 10);  // few among many: a common figure would hide them
  const ThresholdResult worst = check("media.mos.p5 >= 4.0");
  EXPECT_FALSE(worst.pass);
  EXPECT_EQ(worst.samples, 10U);
  EXPECT_EQ(worst.why, "media.mos{scale=fb} p5 was 3.501 MOS; the gate asks for >= 4 MOS");
  EXPECT_TRUE(check("media.mos{scale=nb}.p5 >= 4.0").pass);
  EXPECT_FALSE(check("media.mos{scale=wb}.p5 >= 4.0").pass) << "nothing was heard on it";
}

TEST(NamedCombinations, OfQualityNameEachScale) {
  stats::Catalogue catalogue;
  const std::vector<Threshold> thresholds{*parse_threshold("media.mos{group=agents}.p5 >= 4.0", catalogue)};
  EXPECT_EQ(named_combinations(thresholds),
            (std::vector<stats::LabelSet>{{{"group", "agents"}, {"scale", "fb"}},
                                          {{"group", "agents"}, {"scale", "nb"}},
                                          {{"group", "agents"}, {"scale", "wb"}}}));
}

}  // namespace
}  // namespace cxload::result
