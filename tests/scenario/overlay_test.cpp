// --set, ${env:…} and ${file:…}.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/scenario/overlay.hpp>

namespace cxload::scenario {
namespace {

using testing::HasSubstr;

struct Document {
  explicit Document(std::string_view text) {
    const auto source = diagnostics.add_source("a.yaml", std::string(text));
    root = *parse_yaml(text, {source, 1, 1}, diagnostics);
  }
  std::string text(std::initializer_list<std::string_view> path) const {
    const Node* node = &root;
    for (const auto key : path)
      if (node != nullptr) node = node->find(key);
    return node == nullptr ? "(absent)" : node->text;
  }
  Diagnostics diagnostics;
  Node root;
};

TEST(SetOption, ReplacesAndAdds) {
  Document document("a: {b: 1}\nlist: [x, y]\n");
  for (const auto* option : {"a.b=2", "a.c=new", "fresh.deep.key=v", "list.1=z", "list.2=appended"})
    apply_set(document.root, option, document.diagnostics);
  EXPECT_TRUE(document.diagnostics.empty()) << document.diagnostics.render();
  EXPECT_EQ(document.text({"a", "b"}), "2");
  EXPECT_EQ(document.text({"a", "c"}), "new");
  EXPECT_EQ(document.text({"fresh", "deep", "key"}), "v");
  EXPECT_EQ(document.root.find("list")->items[1].text, "z");
  EXPECT_EQ(document.root.find("list")->items[2].text, "appended");
}

TEST(SetOption, TakesYamlValuesAndQuotedKeys) {
  Document document("a: 1\n");
  apply_set(document.root, "a={users: 1..2, list: [x, y]}", document.diagnostics);
  apply_set(document.root, "resolve.\"sip.example.com\"=127.0.0.1", document.diagnostics);
  apply_set(document.root, "equals=a=b", document.diagnostics);
  EXPECT_TRUE(document.diagnostics.empty()) << document.diagnostics.render();
  EXPECT_EQ(document.root.find("a")->find("list")->items.size(), 2U);
  EXPECT_EQ(document.text({"resolve", "sip.example.com"}), "127.0.0.1");
  EXPECT_EQ(document.text({"equals"}), "a=b");
}

TEST(SetOption, IsThePlaceOfItsFaults) {
  for (const auto& [option, caret] : std::vector<std::pair<std::string, std::uint32_t>>{{"a.b.c=1", 5},
                                                                                        {"list.7=1", 6},
                                                                                        {"list.first=1", 6},
                                                                                        {"novalue", 1},
                                                                                        {"=1", 1},
                                                                                        {"a..b=1", 1},
                                                                                        {"a=[1", 3}}) {
    Document document("a: {b: 1}\nlist: [x]\n");
    apply_set(document.root, option, document.diagnostics);
    ASSERT_EQ(document.diagnostics.sorted().size(), 1U) << option;
    EXPECT_THAT(document.diagnostics.render(), HasSubstr("--set " + option + ": "));
    EXPECT_GE(document.diagnostics.sorted()[0].place.column, caret) << option;
  }
}

TEST(Environment, ReplacesInsideValuesAndRemembersSecrets) {
  Document document("password: \"pw-${env:SECRET}-x\"\nplain: none\n");
  const Environment environment{[](std::string_view name) {
                                  return name == "SECRET" ? std::optional<std::string>("s3cr3t")
                                                          : std::nullopt;
                                },
                                "."};
  Secrets secrets;
  expand_environment(document.root, environment, secrets, document.diagnostics);
  EXPECT_TRUE(document.diagnostics.empty());
  EXPECT_EQ(document.text({"password"}), "pw-s3cr3t-x");
  EXPECT_EQ(secrets.mask("REGISTER s3cr3t"), "REGISTER ***");
}

TEST(Environment, DoesNotExpandWhatItBroughtIn) {
  Document document("a: ${env:X}\n");
  Secrets secrets;
  expand_environment(document.root,
                     {[](std::string_view) { return std::optional<std::string>("${env:X}"); }, "."}, secrets,
                     document.diagnostics);
  EXPECT_EQ(document.text({"a"}), "${env:X}");
}

TEST(Environment, ReadsFilesBesideTheScenario) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "cxload_overlay";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "token.txt") << "t0ken\n";
  std::ofstream(folder / "two.txt") << "a\nInjected: b\n";
  std::ofstream(folder / "long.txt") << std::string(70'000, 'x');
  Secrets secrets;
  Document good("a: ${file:token.txt}\n");
  expand_environment(good.root, {{}, folder}, secrets, good.diagnostics);
  EXPECT_EQ(good.text({"a"}), "t0ken");
  EXPECT_EQ(secrets.mask("x t0ken"), "x ***");
  for (const auto* wrong :
       {"a: ${file:two.txt}", "a: ${file:long.txt}", "a: ${file:nowhere}", "a: ${file:.}", "a: ${file:}"}) {
    Document document(wrong);
    expand_environment(document.root, {{}, folder}, secrets, document.diagnostics);
    EXPECT_EQ(document.diagnostics.sorted().size(), 1U) << wrong;
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace cxload::scenario
