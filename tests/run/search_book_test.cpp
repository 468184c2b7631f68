// SearchBook and the figures of a step: what steps came to, in words and numbers.
#include "search_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/scenario/loader.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "step_report.hpp"

namespace cxload::run {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

scenario::Scenario make_scenario(const std::string& search) {
  auto loaded = scenario::load_scenario_text(
      "cxload: 1\nendpoints: {a: {register: false, signalling: udp}}\n"
      "journeys: {ask: {endpoints: a, steps: [options: {to: \"160\"}]}}\nsearch: " +
          search + "\n",
      "test.yaml", ".");
  EXPECT_TRUE(loaded.scenario) << loaded.faults.render();
  return std::move(*loaded.scenario);
}

StepFigures figures(std::uint64_t planned, std::uint64_t failed, bool passes) {
  StepFigures out;
  out.report.journeys["ask"] = {planned, planned, planned - failed, failed, 0};
  result::ThresholdResult gate;
  gate.text = "journey.ask.failed == 0";
  gate.why = "it is not";
  gate.pass = passes;
  out.gates.push_back(gate);
  if (failed > 0) {
    JourneyExample example;
    out.report.failures.add("ask", Failure{"sip.503", "busy"}, example);
  }
  return out;
}

TEST(SearchBook, TellsTheAnswerAndWhyItBroke) {
  const scenario::Scenario scenario = make_scenario("{from: 10/s, step: 10/s, repeats: 1}");
  SearchBook book(scenario);
  for (const bool holds : {true, true, false}) book.note(*book.next(), figures(100, holds ? 0 : 7, holds));
  EXPECT_FALSE(book.next());
  result::RunResult run;
  book.show(run);
  ASSERT_TRUE(run.search);
  EXPECT_EQ(run.search->outcome, result::SearchOutcome::found);
  EXPECT_EQ(run.search->text, "Journey ask is carried at 20/s; it breaks at 30/s.");
  EXPECT_THAT(run.search->knee,
              ElementsAre("gate \"journey.ask.failed == 0\": it is not", "1 × sip.503 in ask"));
  ASSERT_EQ(run.thresholds.size(), 1U);
  EXPECT_TRUE(run.thresholds[0].pass) << "gates of the step that held";
}

TEST(SearchBook, AStrainedGeneratorMakesTheSearchInvalid) {
  const scenario::Scenario scenario = make_scenario("{from: 10/s}");
  SearchBook book(scenario);
  book.note(*book.next(), figures(100, 0, true));
  for (int i = 0; i < 3; ++i) {
    StepFigures strained = figures(100, 0, true);
    strained.validity.status = result::ValidityStatus::degraded;
    strained.validity.reasons = {"starts were late"};
    book.note(*book.next(), strained);
  }
  EXPECT_FALSE(book.next());
  result::RunResult run;
  book.show(run);
  EXPECT_EQ(run.search->outcome, result::SearchOutcome::generator);
  EXPECT_EQ(run.validity.status, result::ValidityStatus::invalid);
  EXPECT_THAT(run.validity.reasons, ElementsAre("starts were late"));
  EXPECT_THAT(run.search->text, HasSubstr("10/s held"));
}

TEST(SearchBook, Rfc7502ForgivesNothing) {
  const scenario::Scenario scenario = make_scenario("{method: rfc7502, attempts: 50}");
  SearchBook book(scenario);
  EXPECT_EQ(book.next()->rate, 100);
  book.note(*book.next(), figures(50, 1, true));  // whatever the gates allow
  EXPECT_EQ(book.next()->rate, 90);
}

TEST(SearchBook, OneWordAsksForTheRfcAsItStands) {
  const scenario::Scenario scenario = make_scenario("rfc7502");
  SearchBook book(scenario);
  EXPECT_EQ(book.next()->attempts, 50'000U);
}

TEST(SearchBook, PlansExactlyTheAttempts) {
  const scenario::Scenario scenario = make_scenario("{method: rfc7502, attempts: 500}");
  const SearchBook book(scenario);
  for (const double rate : {1.0, 7.0, 100.0, 171.0, 1234.0}) {
    const Stretch stretch = book.stretch_of({rate, 500, 1});
    load::Plan plan({stretch.entry}, stretch.seed);
    int starts = 0;
    while (plan.next()) ++starts;
    EXPECT_EQ(starts, 500) << rate;
  }
}

TEST(StepReport, HoldsWhatHappenedSince) {
  const stats::Catalogue catalogue;
  stats::Recorder recorder(catalogue, {});
  const stats::LabelId labels = recorder.intern({{"journey", "ask"}});
  recorder.sample(stats::metric::sip_rrd, labels, Duration(std::chrono::milliseconds(900)));
  recorder.attempt(stats::metric::sip_ser, labels, false);
  recorder.shift(stats::metric::phones_registered, labels, 5);
  ShardReport before;
  before.snapshot = recorder.snapshot();
  before.journeys["ask"] = {10, 10, 9, 1, 0};
  recorder.sample(stats::metric::sip_rrd, labels, Duration(std::chrono::milliseconds(2)));
  ShardReport now;
  now.snapshot = recorder.snapshot();
  now.journeys["ask"] = {30, 30, 29, 1, 0};
  const ShardReport step = since(before, now, catalogue);
  EXPECT_EQ(step.snapshot.find(stats::metric::sip_rrd)->histogram.count(), 1U);
  EXPECT_LT(step.snapshot.find(stats::metric::sip_rrd)->histogram.max(), 2100);
  EXPECT_EQ(step.snapshot.find(stats::metric::sip_ser), nullptr) << "nothing was tried: no sample";
  EXPECT_EQ(step.snapshot.find(stats::metric::phones_registered)->value, 5);
  EXPECT_EQ(step.journeys.at("ask").completed, 20U);
  EXPECT_EQ(step.journeys.at("ask").failed, 0U);
}

}  // namespace
}  // namespace cxload::run
