// Which row of a list a journey gets.
#include "list_rows.hpp"

#include <set>

#include <gtest/gtest.h>

namespace cxload::run {
namespace {

using scenario::List;

scenario::Scenario scenario_with(List::Pick pick, std::size_t rows) {
  scenario::Scenario scenario;
  List list{"numbers", pick, {"dest", "note"}, {}};
  for (std::size_t i = 0; i < rows; ++i)
    list.rows.push_back({std::to_string(i), "note " + std::to_string(i)});
  scenario.lists.push_back(std::move(list));
  for (const char* name : {"call", "other", "again"}) {
    scenario::Journey journey;
    journey.name = name;
    if (journey.name != "other") journey.lists = {"numbers"};
    scenario.journeys.push_back(std::move(journey));
    scenario::LoadEntry entry;
    entry.journey = name;
    entry.load = scenario::CountLoad{5};
    scenario.load.push_back(std::move(entry));
  }
  return scenario;
}

TEST(ListRows, NextTakesThemInTurnAndBeginsAnew) {
  const auto scenario = scenario_with(List::Pick::next, 3);
  const ListRows rows(scenario);
  EXPECT_EQ(rows.find("numbers.dest", 0, 0, Random(1)), "0");
  EXPECT_EQ(rows.find("numbers.dest", 2, 0, Random(1)), "1") << "the other entry takes its turn";
  EXPECT_EQ(rows.find("numbers.dest", 0, 1, Random(1)), "2");
  EXPECT_EQ(rows.find("numbers.note", 2, 1, Random(1)), "note 0");
}

TEST(ListRows, OnceGivesEachRowToOneJourneyAndThenNoMore) {
  const auto scenario = scenario_with(List::Pick::once, 7);
  const ListRows rows(scenario);
  std::set<std::size_t> seen;
  for (const std::size_t entry : {std::size_t{0}, std::size_t{2}})
    for (std::uint64_t ordinal = 0; ordinal < 10; ++ordinal)
      if (const auto row = rows.row_for(scenario.lists[0], entry, ordinal, Random(1))) {
        EXPECT_TRUE(seen.insert(*row).second) << *row;
        EXPECT_TRUE(rows.has_rows_for(entry, ordinal));
      } else {
        EXPECT_FALSE(rows.has_rows_for(entry, ordinal));
      }
  EXPECT_EQ(seen.size(), 7U);
  EXPECT_TRUE(rows.has_rows_for(1, 1000)) << "a journey that names no list needs no row";
}

TEST(ListRows, RandomDrawsFromTheJourneyAndKeepsItsRow) {
  const auto scenario = scenario_with(List::Pick::random, 100);
  const ListRows rows(scenario);
  std::set<std::string> seen;
  for (std::uint64_t i = 0; i < 50; ++i) {
    const Random journey = Random(3).fork("journey", i);
    const auto dest = rows.find("numbers.dest", 0, i, journey);
    EXPECT_EQ(rows.find("numbers.note", 0, i, journey), "note " + *dest);
    seen.insert(*dest);
  }
  EXPECT_GT(seen.size(), 20U);
}

TEST(ListRows, OtherWordsAreNotTheirs) {
  const auto scenario = scenario_with(List::Pick::next, 3);
  const ListRows rows(scenario);
  EXPECT_EQ(rows.find("user", 0, 0, Random(1)), std::nullopt);
  EXPECT_EQ(rows.find("numbers.what", 0, 0, Random(1)), std::nullopt);
}

}  // namespace
}  // namespace cxload::run
