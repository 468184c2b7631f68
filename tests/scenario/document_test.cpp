// YAML trees: places, text that stays text, limits.
#include <gtest/gtest.h>

#include <cxload/scenario/document.hpp>

namespace cxload::scenario {
namespace {

std::optional<Node> parse(std::string_view text, Diagnostics& diagnostics,
                          const DocumentLimits& limits = {}) {
  const auto source = diagnostics.add_source("test.yaml", std::string(text));
  return parse_yaml(text, {source, 1, 1}, diagnostics, limits);
}

TEST(Document, KnowsThePlaceOfEverything) {
  Diagnostics diagnostics;
  const auto root = parse("a: 1\nb:\n  - x\n  - {c: 'd e', f: }\n", diagnostics);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->members[1].place, (Place{0, 2, 1}));
  const Node& list = root->members[1].value;
  EXPECT_EQ(list.items[0].place, (Place{0, 3, 5}));
  const Node& map = list.items[1];
  EXPECT_EQ(map.members[0].place, (Place{0, 4, 6}));
  EXPECT_EQ(map.members[0].value.at(2), (Place{0, 4, 12}));  // the e, behind a quote
  EXPECT_TRUE(map.members[1].value.is_null());
  EXPECT_EQ(map.find("f"), nullptr);
  EXPECT_TRUE(diagnostics.empty());
}

TEST(Document, KeepsScalarsAsText) {
  Diagnostics diagnostics;
  const auto root = parse("a: 0100\nb: +4420\nc: no\nd: 1e3\ne: 12:30\n", diagnostics);
  ASSERT_TRUE(root);
  const std::vector<std::string> expected{"0100", "+4420", "no", "1e3", "12:30"};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(root->members[i].value.text, expected[i]);
}

TEST(Document, ResolvesAliasesToCopies) {
  Diagnostics diagnostics;
  const auto root = parse("a: &x {b: [1, 2]}\nc: *x\nd: *x\n", diagnostics);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->find("d")->find("b")->items.size(), 2U);
  EXPECT_EQ(root->find("d")->place.line, 1U);  // faults point at what is wrong, not at who uses it
}

TEST(Document, CountsAliasesAgainstItsLimit) {
  // Nine levels of nine: 387 million values, were they made.
  std::string bomb = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    bomb += "l" + std::to_string(i) + ": &l" + std::to_string(i) + " [";
    for (int k = 0; k < 9; ++k) bomb += (k > 0 ? ", *l" : "*l") + std::to_string(i - 1);
    bomb += "]\n";
  }
  Diagnostics diagnostics;
  EXPECT_FALSE(parse(bomb, diagnostics));
  ASSERT_EQ(diagnostics.sorted().size(), 1U);
  EXPECT_NE(diagnostics.sorted()[0].what.find("more than 100000 values"), std::string::npos);
}

TEST(Document, LimitsDepthThroughAliasesToo) {
  DocumentLimits limits;
  limits.depth = 6;
  Diagnostics fine, deep;
  EXPECT_TRUE(parse("a: &x [[1]]\nb: [[*x]]\n", fine, limits));
  EXPECT_FALSE(parse("a: &x [[[1]]]\nb: [[[*x]]]\n", deep, limits));
}

TEST(Document, RefusesWhatIsNoText) {
  for (const std::string_view text :
       {std::string_view("a: \0b", 5), std::string_view("a: \x1b[2J"), std::string_view("\xff\xfe a")}) {
    Diagnostics diagnostics;
    const auto root = parse(text, diagnostics);
    EXPECT_TRUE(!root || diagnostics.empty());  // refused with words, or taken as text
    EXPECT_EQ(root.has_value(), diagnostics.empty());
  }
}

TEST(Document, RefusesAnAliasOfItself) {
  Diagnostics diagnostics;
  EXPECT_FALSE(parse("a: &x [1, *x]\n", diagnostics));
  EXPECT_NE(diagnostics.sorted()[0].what.find("inside of what it names"), std::string::npos);
}

TEST(Document, IsReadInLinearTime) {
  std::string text;
  for (int i = 0; i < 40'000; ++i) text += "k" + std::to_string(i) + ": v\n";
  Diagnostics diagnostics;
  const auto root = parse(text, diagnostics);
  ASSERT_TRUE(root);
  EXPECT_EQ(root->members.size(), 40'000U);
}

TEST(Document, EmptyIsNullNotAFault) {
  Diagnostics diagnostics;
  EXPECT_TRUE(parse("# nothing\n", diagnostics)->is_null());
}

}  // namespace
}  // namespace cxload::scenario
