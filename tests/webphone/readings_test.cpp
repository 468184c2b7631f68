/// The register of ambiguities is one table, complete, and says what may be overridden.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <cxload/webphone/readings.hpp>

namespace cxload::webphone {
namespace {

TEST(ReadingsTest, EveryEntryOfTheRegisterIsThere) {
  std::set<std::string_view> ids;
  for (const Reading& one : readings()) {
    EXPECT_TRUE(ids.insert(one.id).second) << one.id;
    EXPECT_FALSE(one.lines.empty() || one.question.empty() || one.decided.empty()) << one.id;
    EXPECT_TRUE(one.choices.empty() || one.choices.size() > 1) << one.id;
  }
  for (int i = 1; i <= 37; ++i) {
    const std::string id = (i < 10 ? "A-0" : "A-") + std::to_string(i);
    EXPECT_NE(find_reading(id), nullptr) << id;
  }
}

TEST(ReadingsTest, TheFirstChoiceIsTheOneDecided) {
  for (const Reading& one : readings()) {
    Readings chosen;
    if (one.choices.empty()) continue;
    ASSERT_TRUE(chosen.set(one.id, one.choices.front()).has_value()) << one.id;
    EXPECT_EQ(chosen, Readings{}) << one.id;
  }
}

TEST(ReadingsTest, EveryOtherChoiceChangesSomething) {
  for (const Reading& one : readings()) {
    for (std::size_t i = 1; i < one.choices.size(); ++i) {
      Readings chosen;
      ASSERT_TRUE(chosen.set(one.id, one.choices[i]).has_value()) << one.id;
      EXPECT_FALSE(chosen == Readings{}) << one.id;
    }
  }
}

TEST(ReadingsTest, WhatDoesNotExistIsRefused) {
  Readings chosen;
  for (const auto& [id, choice] :
       {std::pair("A-99", "x"), std::pair("A-13", "sometimes"), std::pair("A-03", "literal")}) {
    const auto set = chosen.set(id, choice);
    ASSERT_FALSE(set.has_value()) << id;
    EXPECT_EQ(set.error().kind, "local.reading");
  }
  EXPECT_EQ(chosen, Readings{});
}

}  // namespace
}  // namespace cxload::webphone
