#include "failure_log.hpp"

#include <gtest/gtest.h>

namespace cxload::run {
namespace {

JourneyExample example(const std::string& id, int second) {
  JourneyExample made;
  made.journey_id = id;
  made.at = TimePoint{} + std::chrono::seconds(second);
  return made;
}

TEST(FailureLog, GroupsByClassAndJourneyAndKeepsTheFirstExample) {
  FailureLog log;
  log.add("call", {"sip.486", "busy"}, example("call-0.1", 5));
  log.add("call", {"sip.486", "busy"}, example("call-0.2", 6));
  log.add("login", {"sip.486", "busy"}, example("login-1.1", 7));
  ASSERT_EQ(log.groups().size(), 2U);
  const FailureEntry& calls = log.groups().at({"sip.486", "call"});
  EXPECT_EQ(calls.count, 2U);
  EXPECT_EQ(calls.example.journey_id, "call-0.1");
  EXPECT_EQ(calls.example.detail, "busy");
  EXPECT_FALSE(log.wants("call", {"sip.486", "busy again"})) << "it has one";
  EXPECT_TRUE(log.wants("call", {"sip.503", ""}));
  EXPECT_TRUE(log.wants("other call", {"sip.486", "busy"}));
}

TEST(FailureLog, MergingKeepsTheEarliestExampleWhicheverShardItIsFrom) {
  FailureLog early;
  FailureLog late;
  early.add("call", {"sip.503", ""}, example("early", 1));
  late.add("call", {"sip.503", ""}, example("late", 2));
  for (const bool swapped : {false, true}) {
    FailureLog sum = swapped ? late : early;
    sum.merge(swapped ? early : late);
    EXPECT_EQ(sum.groups().at({"sip.503", "call"}).count, 2U);
    EXPECT_EQ(sum.groups().at({"sip.503", "call"}).example.journey_id, "early");
  }
}

TEST(FailureLog, AHostileVarietyOfClassesStaysBoundedAndIsCounted) {
  FailureLog log;
  for (int i = 0; i < 1000; ++i) log.add("call", {"sip." + std::to_string(i), ""}, example("x", i));
  EXPECT_LE(log.groups().size(), 65U);
  std::uint64_t sum = 0;
  for (const auto& [key, entry] : log.groups()) sum += entry.count;
  EXPECT_EQ(sum, 1000U);
}

TEST(FailureLog, WantsOneGoodJourneyOfEachName) {
  FailureLog log;
  EXPECT_TRUE(log.wants_good("call"));
  log.add_good("call", example("call-0.1", 1));
  EXPECT_FALSE(log.wants_good("call"));
  EXPECT_TRUE(log.wants_good("login"));
}

}  // namespace
}  // namespace cxload::run
