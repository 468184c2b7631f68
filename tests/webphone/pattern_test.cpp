/// The subset of JavaScript's expressions, and that no pattern can stop us.
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include <cxload/webphone/json.hpp>
#include <cxload/webphone/pattern.hpp>

namespace cxload::webphone {
namespace {

Pattern compiled(std::string_view text, LetterCase letter_case = LetterCase::exact) {
  const auto pattern = Pattern::compile(text, letter_case);
  EXPECT_TRUE(pattern.has_value()) << text;
  return pattern ? *pattern : *Pattern::compile("x", letter_case);
}

bool whole(std::string_view pattern, std::string_view text) { return compiled(pattern).matches_whole(text); }
bool found(std::string_view pattern, std::string_view text) { return compiled(pattern).is_found_in(text); }

TEST(PatternTest, LiteralsDotsAndRepetitions) {
  EXPECT_TRUE(whole("PC.*", "PCMU"));
  EXPECT_TRUE(whole("PC.*", "PC"));
  EXPECT_FALSE(whole("PC.*", "XPCMU"));
  EXPECT_FALSE(whole("PC.+", "PC"));
  EXPECT_TRUE(whole("colou?r", "color"));
  EXPECT_TRUE(whole("a{2,3}", "aaa"));
  EXPECT_FALSE(whole("a{2,3}", "aaaa"));
  EXPECT_TRUE(whole("a{2,}", "aaaaa"));
  EXPECT_FALSE(whole("a{2}", "a"));
  EXPECT_TRUE(whole("a*?b", "aab"));
  EXPECT_TRUE(whole("a{,2}", "a{,2}")) << "no count: a brace as it stands";
}

TEST(PatternTest, ClassesGroupsChoicesEdges) {
  EXPECT_TRUE(whole("[a-c]+[^0-9]", "abcx"));
  EXPECT_FALSE(whole("[^a]", "a"));
  EXPECT_TRUE(whole("(ab|cd)*", "abcdab"));
  EXPECT_TRUE(whole("(?:ab|c)d", "cd"));
  EXPECT_TRUE(whole("[\\d-]+", "1-2"));
  EXPECT_TRUE(whole("[]x]|a", "a")) << "an empty class matches nothing";
  EXPECT_TRUE(found("\\bcat\\b", "a cat!"));
  EXPECT_FALSE(found("\\bcat\\b", "concat"));
  EXPECT_TRUE(found("^a|b$", "cb"));
  EXPECT_FALSE(found("^b", "ab"));
  EXPECT_TRUE(whole("\\w+\\s\\S\\D", "ab cd"));
  EXPECT_TRUE(whole("\\.\\*\\/", ".*/"));
}

TEST(PatternTest, LetterCase) {
  const Pattern pattern = compiled("pcm[a-z]", LetterCase::ignored);
  EXPECT_TRUE(pattern.matches_whole("PCMU"));
  EXPECT_FALSE(compiled("pcm.").matches_whole("PCMU"));
  EXPECT_FALSE(compiled("[^a]", LetterCase::ignored).matches_whole("A"));
}

TEST(PatternTest, ACharacterBeyondAsciiIsOneCharacter) {
  EXPECT_TRUE(whole("..", "\u00e9\u4e2d"));
  EXPECT_FALSE(whole(".", "ab"));
  EXPECT_TRUE(whole("caf\u00e9", "caf\u00e9"));
  EXPECT_TRUE(whole("\u4e2d*x\u00e9{2}", "x\u00e9\u00e9"));
  EXPECT_TRUE(whole("[^x]", "\u00e9"));
  EXPECT_FALSE(whole("[a-z]", "\u00e9"));
}

TEST(PatternTest, WhatCannotBeReadIsClassified) {
  for (const char* text :
       {"PC[", "(a", "a)", "*a", "a\\", "(?=a)b", "(?<n>a)", "(a)\\1", "[z-a]", "a{3,2}", "a{5000}", "\\q"}) {
    const auto pattern = Pattern::compile(text, LetterCase::exact);
    ASSERT_FALSE(pattern.has_value()) << text;
    EXPECT_EQ(pattern.error().kind, "http.pattern");
  }
  EXPECT_FALSE(Pattern::compile(std::string(Pattern::most_bytes + 1, 'a'), LetterCase::exact));
  EXPECT_FALSE(Pattern::compile(std::string(40, '(') + std::string(40, ')'), LetterCase::exact));
}

/// patterns.json was made by JavaScript itself (make_patterns.js).
TEST(PatternTest, JavaScriptSaysTheSame) {
  std::ostringstream text;
  text << std::ifstream("tests/webphone/patterns.json").rdbuf();
  const auto cases = parse_json(text.str());
  ASSERT_TRUE(cases.has_value() && cases->if_list() != nullptr);
  ASSERT_GE(cases->if_list()->size(), 400U);
  for (const Json& one : *cases->if_list()) {
    const Json::List& cells = *one.if_list();
    const std::string& subject = *cells.at(1).if_text();
    EXPECT_EQ(compiled(*cells[0].if_text(), LetterCase::ignored).matches_whole(subject),
              *cells.at(2).if_bool())
        << one.write();
    EXPECT_EQ(compiled(*cells[0].if_text()).is_found_in(subject), *cells.at(3).if_bool()) << one.write();
  }
}

TEST(PatternTest, CatastrophicPatternsEnd) {
  const std::string text(2'000, 'a');
  EXPECT_FALSE(whole("(a*)*b", text));
  EXPECT_FALSE(whole("(a|a)*b", text));
  EXPECT_FALSE(whole("(a|aa)+$b", text));
  std::string many;
  for (int i = 0; i < 100; ++i) many += ".*";
  EXPECT_FALSE(whole(many + "b", text));
  (void)whole("((((((((a{0,900}){0,900}){0,900}){0,900}){0,900}){0,900}){0,900}){0,900})b", text);
  EXPECT_FALSE(compiled(".*").matches_whole(std::string(Pattern::most_text_bytes + 1, 'a')));
}

}  // namespace
}  // namespace cxload::webphone
