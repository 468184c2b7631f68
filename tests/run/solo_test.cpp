// From a journey's id back to who played it.
#include <gtest/gtest.h>

#include <cxload/load/plan.hpp>
#include <cxload/run/load_entries.hpp>
#include <cxload/run/solo.hpp>
#include <cxload/scenario/loader.hpp>

namespace cxload::run {
namespace {

scenario::Scenario office() {
  constexpr std::string_view text = R"(cxload: 1
name: office
deployment: {standin: {}}
accounts: {people: {users: 100..119, password: x}}
endpoints:
  people: {accounts: people}
  trunk: {register: false}
journeys:
  login: {endpoints: people, steps: [register]}
  walk: {endpoints: people, steps: [register, wait: 1s]}
  ask: {endpoints: trunk, steps: [options]}
load:
  - {journey: login, rate: 7/s, for: 20s, arrivals: poisson}
  - {journey: walk, users: 3, for: 20s}
  - {journey: ask, rate: 5/s, for: 20s, start: 3s}
)";
  scenario::Loaded loaded = scenario::load_scenario_text(text, "office.yaml", ".");
  EXPECT_TRUE(loaded.scenario) << loaded.faults.render();
  return std::move(*loaded.scenario);
}

TEST(Solo, AnIdLeadsToThePhoneOfThePlan) {
  const scenario::Scenario scenario = office();
  load::Plan plan(load_entries(scenario), scenario.seed);
  int seen = 0;
  while (const auto start = plan.next()) {
    const std::string id = scenario.load[start->entry].journey + "-" + std::to_string(start->entry) + "." +
                           std::to_string(start->ordinal);
    const Outcome<Solo> solo = find_solo(scenario, id);
    ASSERT_TRUE(solo) << id;
    EXPECT_EQ(solo->phone, start->phone) << id;
    ++seen;
  }
  EXPECT_GT(seen, 200);
}

TEST(Solo, LaterRoundsOfAUserAreThoseOfItsPhone) {
  const scenario::Scenario scenario = office();
  EXPECT_EQ(find_solo(scenario, "walk-1.31")->phone, find_solo(scenario, "walk-1.1")->phone);
  EXPECT_EQ(find_solo(scenario, "walk-1.31")->ordinal, 31U);
}

TEST(Solo, WhatIsNoIdIsRefused) {
  const scenario::Scenario scenario = office();
  for (const char* id : {"", "login", "login-0", "login-0.", "login-.1", "login-1.0", "login-9.0",
                         "login-0.99999", "login-0.-1", "walk-0.0", "login-0.18446744073709551616"}) {
    const Outcome<Solo> solo = find_solo(scenario, id);
    ASSERT_FALSE(solo) << id;
    EXPECT_EQ(solo.error().kind, "refused.journey");
  }
}

TEST(Solo, TheAccountThatReallyPlayedItIsTaken) {
  const scenario::Scenario scenario = office();
  Solo solo = find_solo(scenario, "login-0.3").value();
  ASSERT_TRUE(take_account(solo, scenario, "117"));
  EXPECT_EQ(solo.phone, 17U);
  EXPECT_FALSE(take_account(solo, scenario, "120"));
}

TEST(Solo, NothingElseIsLeftToDoOrToJudge) {
  scenario::Scenario scenario = office();
  const std::size_t trunks = load_entries(scenario)[2].phones;
  make_solo(scenario, find_solo(scenario, "ask-2.4").value());
  const auto entries = load_entries(scenario);
  EXPECT_EQ(std::get<load::CountLoad>(entries[0].load).count, 0U);
  EXPECT_EQ(std::get<load::CountLoad>(entries[2].load).count, 1U);
  EXPECT_EQ(entries[2].phones, trunks) << "the same phone has the same place";
  ASSERT_EQ(scenario.thresholds.size(), 2U);
  for (const result::Threshold& gate : scenario.thresholds) EXPECT_TRUE(gate.is_implicit);
}

}  // namespace
}  // namespace cxload::run
