/// Explanations: one for each class, whole sentences, the nearest entry wins.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include <cxload/result/explain.hpp>
#include <cxload/result/format.hpp>
#include <cxload/stats/metric.hpp>

namespace cxload::result {
namespace {

/// Failure classes as they stand in our sources: string literals that begin with a layer. The stand-in's
/// defects and the names of metrics look alike.
std::set<std::string> classes_in_sources() {
  const std::regex literal(
      R"re("((?:dns|udp|tcp|tls|ws|sip|call|http|rtp|stun|turn|expect|limit|local)\.(?!hpp)[a-z][a-z_]*[a-z])")re");
  const std::set<std::string> others{"base", "stats", "result", "report", "standin"};
  const stats::Catalogue catalogue;
  std::set<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("src")) {
    const auto part = std::next(entry.path().begin())->string();
    if (entry.path().extension() != ".cpp" || others.contains(part)) continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string source = text.str();
    for (std::sregex_iterator it(source.begin(), source.end(), literal), end; it != end; ++it)
      if (!catalogue.find((*it)[1].str())) found.insert((*it)[1]);
  }
  return found;
}

TEST(Explain, EveryClassTheProgramMakesHasItsOwnText) {
  auto kinds = classes_in_sources();
  for (const char* status :
       {"400", "401", "403", "404", "407", "408", "480", "486", "487", "488", "500", "503"})
    kinds.insert(std::string("sip.") + status);
  for (const char* status : {"400", "401", "403", "404", "500", "502", "503"})
    kinds.insert(std::string("ws.http_") + status);
  EXPECT_GT(kinds.size(), 30U);
  for (const std::string& kind : kinds) {
    const auto all = explanations();
    const auto has_own = [&](const Explanation& entry) { return entry.kind == kind; };
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), has_own)) << kind;
  }
}

TEST(Explain, TheNearestEntryWins) {
  const auto entry = [](std::string_view kind) {
    for (const Explanation& one : explanations())
      if (one.kind == kind) return one.text;
    return std::string_view("none");
  };
  EXPECT_EQ(explain("sip.486"), entry("sip.486"));
  EXPECT_EQ(explain("sip.499"), entry("sip.4*"));
  EXPECT_EQ(explain("sip.something"), entry("sip.*"));
  EXPECT_EQ(explain("ws.http_418"), entry("ws.http_*"));
  EXPECT_EQ(explain("expect.body"), entry("expect.*"));
  EXPECT_FALSE(explain("martian").empty());
  EXPECT_FALSE(explain("").empty());
}

TEST(Explain, EntriesAreSentencesAndUnique) {
  std::set<std::string_view> kinds;
  for (const Explanation& entry : explanations()) {
    EXPECT_TRUE(kinds.insert(entry.kind).second) << entry.kind;
    EXPECT_TRUE(entry.text.ends_with('.')) << entry.kind;
    EXPECT_LT(entry.text.size(), 220U) << entry.kind;
  }
}

TEST(Format, ValuesReadAsPeopleWriteThem) {
  EXPECT_EQ(format_value(249.98, "ms"), "250 ms");
  EXPECT_EQ(format_value(0.94321, "1"), "94.32 %");
  EXPECT_EQ(format_value(12, ""), "12");
  EXPECT_EQ(format_value(123456, ""), "123456");
  EXPECT_EQ(format_value(0, "ms"), "0 ms");
  EXPECT_EQ(format_series("sip.rrd", {{"group", "a"}, {"journey", "b"}}), "sip.rrd{group=a,journey=b}");
}

}  // namespace
}  // namespace cxload::result
