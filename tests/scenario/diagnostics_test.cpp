// Messages: order, excerpt and caret, at most fifty, and no secret in them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/scenario/diagnostics.hpp>

namespace cxload::scenario {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Diagnostics, PointAtTheOffendingText) {
  Diagnostics diagnostics;
  const auto source = diagnostics.add_source("a.yaml", "one: 1\ntwo: zwei\n");
  diagnostics.add({source, 2, 6}, "not a number");
  EXPECT_EQ(diagnostics.render(), "a.yaml:2:6: not a number\n    two: zwei\n         ^\n");
}

TEST(Diagnostics, CountCharactersAsAnEditorDoes) {
  Diagnostics diagnostics;
  const auto source = diagnostics.add_source("a.yaml", "\xC3\xA4\xC3\xB6: x\n");
  diagnostics.add({source, 1, 7}, "wrong");  // bytes: two each
  EXPECT_EQ(diagnostics.render(), "a.yaml:1:5: wrong\n    \xC3\xA4\xC3\xB6: x\n        ^\n");
}

TEST(Diagnostics, SortByPlaceAndTellEachOnce) {
  Diagnostics diagnostics;
  const auto source = diagnostics.add_source("a.yaml", "x\ny\n");
  diagnostics.add({source, 2, 1}, "second");
  diagnostics.add({source, 1, 1}, "first");
  diagnostics.add({source, 2, 1}, "second");  // an alias read twice
  diagnostics.add({source, 2, 1}, "what comes of the second");
  const auto faults = diagnostics.sorted();
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_EQ(faults[0].what, "first");
  EXPECT_EQ(faults[1].what, "second");
}

TEST(Diagnostics, ShowFifty) {
  Diagnostics diagnostics;
  const auto source = diagnostics.add_source("a.yaml", std::string(200, '\n'));
  for (std::uint32_t line = 1; line <= 120; ++line) diagnostics.add({source, line, 1}, "wrong");
  const std::string text = diagnostics.render();
  EXPECT_THAT(text, HasSubstr("a.yaml:50:1:"));
  EXPECT_THAT(text, Not(HasSubstr("a.yaml:51:1:")));
  EXPECT_THAT(text, HasSubstr("and 70 more"));
}

TEST(Diagnostics, CutLongLinesAroundThePlace) {
  Diagnostics diagnostics;
  const auto source =
      diagnostics.add_source("a.yaml", std::string(5000, 'x') + "HERE" + std::string(5000, 'y'));
  diagnostics.add({source, 1, 5001}, "wrong");
  const std::string text = diagnostics.render();
  EXPECT_THAT(text, HasSubstr("HERE"));
  EXPECT_LT(text.size(), 600U);
}

TEST(Diagnostics, NeverShowPasswords) {
  Diagnostics diagnostics;
  const auto source = diagnostics.add_source("a.yaml", "p: {users: 1..2, password: hunter2, x: 1}\n");
  const auto option = diagnostics.add_source("--set accounts.p.password=hunter3",
                                             "accounts.p.password=hunter3", Diagnostics::SourceKind::option);
  diagnostics.add({source, 1, 37}, "unknown key");
  diagnostics.add({option, 1, 1}, "unknown key");
  const std::string text = diagnostics.render();
  EXPECT_THAT(text, Not(HasSubstr("hunter")));
  EXPECT_THAT(text, HasSubstr("password: *******, x: 1"));  // the caret still points at x
  EXPECT_THAT(text, HasSubstr("--set accounts.p.password="));
}

TEST(Diagnostics, MakeHostileTextPrintable) {
  Diagnostics diagnostics;
  const auto source = diagnostics.add_source("a.yaml", "k: \x1b[2J\n");
  diagnostics.add({source, 1, 1}, "unknown key \"\x1b[2J\"");
  EXPECT_THAT(diagnostics.render(), Not(HasSubstr("\x1b")));
}

TEST(Diagnostics, SurviveAPlaceOutsideTheText) {
  Diagnostics diagnostics;
  const auto source = diagnostics.add_source("a.yaml", "x");
  diagnostics.add({source, 99, 99}, "far away");
  diagnostics.add({77, 1, 1}, "nowhere");
  EXPECT_THAT(diagnostics.render(), HasSubstr("far away"));
}

TEST(Hints, NameTheNearestOrAllOfAFew) {
  constexpr std::array<std::string_view, 2> known{"register", "wait"};
  EXPECT_EQ(hint("registr", known), "; did you mean \"register\"?");
  EXPECT_EQ(hint("zzzzzzz", known), "; known: register, wait");
  EXPECT_EQ(hint("x", {}), "");
}

}  // namespace
}  // namespace cxload::scenario
