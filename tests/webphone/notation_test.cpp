/// The notation of fn: what the documentation allows, and what a hostile portal may make of it.
#include <string>
#include <vector>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using Params = std::vector<std::string>;

Notation read(std::string_view text) {
  const auto notation = parse_notation(text);
  EXPECT_TRUE(notation.has_value()) << text;
  return notation ? *notation : Notation{};
}

TEST(NotationTest, WP_FN_1_NameAndParameters) {
  EXPECT_EQ(read("f(a)"), (Notation{"f", {"a"}}));
  EXPECT_EQ(read("f(a, b)"), (Notation{"f", {"a", "b"}}));
  EXPECT_EQ(read("f(a, b, c)"), (Notation{"f", {"a", "b", "c"}}));
  EXPECT_EQ(read("redirect(https://www.example.com, _blank)"),
            (Notation{"redirect", {"https://www.example.com", "_blank"}}));
}

TEST(NotationTest, WP_FN_1_WhatCannotBeReadIsClassified) {
  for (const char* text :
       {"", "  ", "(x)", "f(", "f(x", "f(x) y", "f('x)", "f(\"x", "a b", "<b>f</b>(x)", "f)x("}) {
    const auto notation = parse_notation(text);
    ASSERT_FALSE(notation.has_value()) << text;
    EXPECT_EQ(notation.error().kind, "http.action");
  }
}

TEST(NotationTest, WP_FN_5_QuotesAreOptional) {
  const Notation plain{"openForm", {"Feedback Form"}};
  EXPECT_EQ(read("openForm('Feedback Form')"), plain);
  EXPECT_EQ(read("openForm(\"Feedback Form\")"), plain);
  EXPECT_EQ(read("openForm(Feedback Form)"), plain);
  EXPECT_EQ(read("openForm(\u2018Feedback Form\u2019)"), plain) << "what a word processor makes of quotes";
}

TEST(NotationTest, WP_FN_6_BlanksAroundAreTrimmedInsideKept) {
  EXPECT_EQ(read("  openForm (  feedback form )  "), (Notation{"openForm", {"feedback form"}}));
  EXPECT_EQ(read("f( a ,\tb )"), (Notation{"f", {"a", "b"}}));
  EXPECT_EQ(read("f(' a ')"), (Notation{"f", {" a "}})) << "quotes keep them";
}

TEST(NotationTest, WP_FN_8_NoParametersWithAndWithoutBrackets) {
  EXPECT_EQ(read("answerCall"), (Notation{"answerCall", {}}));
  EXPECT_EQ(read("answerCall()"), (Notation{"answerCall", {}}));
  EXPECT_EQ(read("answerCall( )"), (Notation{"answerCall", {}}));
}

TEST(NotationTest, WP_FN_10_QuotesProtectCommasAndBrackets) {
  EXPECT_EQ(read("redirect('https://x/?a=1,2')").params, Params{"https://x/?a=1,2"});
  EXPECT_EQ(read("redirect(https://x/?a=1,2)").params, (Params{"https://x/?a=1", "2"}));
  EXPECT_EQ(read("redirect('https://x/a)b', true)").params, (Params{"https://x/a)b", "true"}));
  EXPECT_EQ(read("redirect(https://x/a_(b))").params, Params{"https://x/a_(b)"});
  EXPECT_EQ(read("openForm('Bob's form')").params, Params{"Bob's form"});
  EXPECT_EQ(read("openForm('it\\'s, \"it\"')").params, Params{"it's, \"it\""});
  EXPECT_EQ(read("openForm(Bob's form)").params, Params{"Bob's form"});
}

TEST(NotationTest, WP_FN_10_EmptyParametersStay) {
  EXPECT_EQ(read("f(a,)").params, (Params{"a", ""}));
  EXPECT_EQ(read("f(,a)").params, (Params{"", "a"}));
  EXPECT_EQ(read("f('')").params, Params{""});
}

TEST(NotationTest, SizesAreBounded) {
  EXPECT_FALSE(parse_notation("f(" + std::string(NotationLimits::bytes, 'x') + ")"));
  std::string many = "f(a";
  for (std::size_t i = 0; i < NotationLimits::params; ++i) many += ",a";
  EXPECT_FALSE(parse_notation(many + ")"));
}

}  // namespace
}  // namespace cxload::webphone
