#include "tame.hpp"

#include <gtest/gtest.h>

#include "report/sample_runs.hpp"

namespace cxload::report {
namespace {

TEST(Tame, ShowsWhatWouldTurnTheReadingDirection) {
  EXPECT_EQ(tame("a\xe2\x80\xae"
                 "b"),
            "a<U+202E>b");
  EXPECT_EQ(tame("a\xe2\x81\xa6"
                 "b"),
            "a<U+2066>b");
}

TEST(Tame, ReplacesWhatXmlForbids) {
  EXPECT_EQ(tame("\xef\xbf\xbe\xef\xbf\xbf"), "\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(tame(std::string_view("a\0b", 3)), "a\\x00b");
}

TEST(Tame, LeavesOrdinaryTextAlone) {
  for (const std::string_view text : {"Grüße", "日本語", "→ ✓ …", "emoji \xf0\x9f\x98\x80", "two\nlines"})
    EXPECT_EQ(tame(text), text);
  EXPECT_EQ(tame_line("two\nlines\tand"), "two lines and");
}

TEST(Tame, CutsAndSurvivesACutInsideACharacter) {
  const std::string text = "日本語日本語";
  for (std::size_t limit = 1; limit < text.size(); ++limit)
    EXPECT_TRUE(tame(text, limit).ends_with("…")) << limit;
}

}  // namespace
}  // namespace cxload::report
