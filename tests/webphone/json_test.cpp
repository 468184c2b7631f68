/// Json and JsonPointer: types, limits, hostile bodies; RFC 6901 section 5.
#include <string>

#include <cxload/webphone/json.hpp>
#include <cxload/webphone/json_pointer.hpp>
#include <cxload/webphone/money.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::json;

std::string refused(std::string_view text, const JsonLimits& limits = {}) {
  const auto value = parse_json(text, limits);
  return value ? "" : value.error().kind;
}

TEST(JsonTest, ReadsAndWritesEveryType) {
  const std::string text = R"({"n":null,"t":true,"i":-5,"d":0.5,"s":"a\"\\\nb","l":[1,[]],"o":{"x":{}}})";
  EXPECT_EQ(json(text).write(), text);
  EXPECT_EQ(json("\"\\u0001\"").write(), "\"\\u0001\"");
  EXPECT_EQ(json("5.0").if_integer(), 5);
  EXPECT_EQ(json("18446744073709551615").if_integer(), std::nullopt) << "more than we count";
  EXPECT_FALSE(json("1e300").if_integer());
  EXPECT_EQ(json("[5,5.0]"), json("[5.0,5]"));
  EXPECT_FALSE(json("[1]") == json("[\"1\"]"));
  EXPECT_EQ(json(R"({"a":1,"b":2})"), json(R"({"b":2,"a":1})"));
}

TEST(JsonTest, NumbersGoBackAsTheyCame) {
  for (const char* text : {"1.1111111111111111e+21", "0.1", "5.0001", "123456789.12345679",
                           "2.2250738585072014e-308", "9007199254740993", "-0.30000000000000004"})
    EXPECT_EQ(json(text).write(), text);
  EXPECT_EQ(json("1111111111111111111111"), json(json("1111111111111111111111").write()));
  EXPECT_FALSE(parse_json("1e400")) << "more than any number";
}

TEST(JsonTest, OfEqualNamesTheLastCounts) {
  EXPECT_EQ(json(R"({"a":1,"b":2,"a":3})").write(), R"({"b":2,"a":3})");
  std::string many = "{";
  for (int i = 0; i < 200; ++i) many += "\"k" + std::to_string(i % 40) + "\":" + std::to_string(i) + ",";
  const Json value = json(many + R"("end":1})");
  EXPECT_EQ(value.if_object()->size(), 41U);
  EXPECT_EQ(value.find("k0")->if_integer(), 160);
}

TEST(JsonTest, WP_SF_POST_3_OnlyStrictJson) {
  for (const char* text : {"", " ", "{", "{__:{}}", "{'a':1}", "[1,]", "// x\n1", "{} {}", "<html>",
                           "function(){}", "\xff", "\"\xc3\x28\"", "NaN", "01"})
    EXPECT_EQ(refused(text), "http.json") << text;
  EXPECT_EQ(refused(" {\"__\":{}} \r\n"), "");
}

TEST(JsonTest, DepthCountAndSizeAreBounded) {
  const JsonLimits limits{.bytes = 1'000, .depth = 8, .values = 100, .members = 3};
  EXPECT_EQ(refused(std::string(9, '[') + std::string(9, ']'), limits), "http.json_limit");
  EXPECT_EQ(refused(std::string(8, '[') + std::string(8, ']'), limits), "");
  EXPECT_EQ(refused(std::string(100'000, '['), {}), "http.json_limit");
  std::string wide = "[0";
  for (int i = 0; i < 150; ++i) wide += ",0";
  EXPECT_EQ(refused(wide + "]", limits), "http.json_limit");
  EXPECT_EQ(refused(R"({"a":1,"b":2,"c":3})", limits), "");
  EXPECT_EQ(refused(R"({"a":1,"b":2,"c":3,"d":4})", limits), "http.json_limit");
  EXPECT_EQ(refused("\"" + std::string(1'000, 'x') + "\"", limits), "http.json_limit");
}

TEST(JsonTest, PointersOfTheRfc) {
  const Json document =
      json(R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})");
  const std::vector<std::pair<std::string, std::string>> cases{{"", document.write()},
                                                               {"/foo", R"(["bar","baz"])"},
                                                               {"/foo/0", "\"bar\""},
                                                               {"/", "0"},
                                                               {"/a~1b", "1"},
                                                               {"/c%d", "2"},
                                                               {"/e^f", "3"},
                                                               {"/g|h", "4"},
                                                               {"/i\\j", "5"},
                                                               {"/k\"l", "6"},
                                                               {"/ ", "7"},
                                                               {"/m~0n", "8"}};
  for (const auto& [text, value] : cases) {
    const auto pointer = JsonPointer::parse(text);
    ASSERT_TRUE(pointer.has_value()) << text;
    ASSERT_NE(pointer->find(document), nullptr) << text;
    EXPECT_EQ(pointer->find(document)->write(), value);
    EXPECT_EQ(pointer->text(), text);
  }
}

TEST(JsonTest, PointersToNothingAndPointersThatAreNone) {
  const Json document = json(R"({"foo":["bar"],"n":5})");
  for (const char* text :
       {"/foo/1", "/foo/01", "/foo/-", "/foo/bar", "/n/x", "/x", "/foo/18446744073709551617"})
    EXPECT_EQ(JsonPointer::parse(text)->find(document), nullptr) << text;
  for (const std::string& text :
       {std::string("foo"), std::string("/~"), std::string("/~2"), std::string(65, '/')})
    EXPECT_EQ(JsonPointer::parse(text).error().kind, "local.json_pointer") << text;
}

TEST(JsonTest, MoneyIsExact) {
  EXPECT_EQ(Money::from(json("5.0"))->text(), "5.00");
  EXPECT_EQ(Money::from(json("0.1"))->count(), 1'000);
  EXPECT_EQ(Money::from(json("\"-5.0001\""))->text(), "-5.0001");
  EXPECT_EQ(*Money::parse("0.1") + *Money::parse("0.2"), *Money::parse("0.3"));
  for (const char* text : {"", ".", "5.", "1.00001", "5,0", "1e3", "--1", "123456789012345", "5.-1"})
    EXPECT_FALSE(Money::parse(text)) << text;
  for (const char* text : {"null", "true", "1e30", "[]"}) EXPECT_FALSE(Money::from(json(text))) << text;
}

}  // namespace
}  // namespace cxload::webphone
