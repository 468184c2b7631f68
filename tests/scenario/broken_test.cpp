// Each file in broken/ has one thing wrong; its header says what the first message must be.
#include <gtest/gtest.h>

#include <cxload/scenario/loader.hpp>

#include "scenario/scenario_files.hpp"

namespace cxload::scenario {
namespace {

constexpr std::array<std::string_view, 2> defects{"reg.no_contact", "sip.no_rport"};

class Broken : public testing::TestWithParam<test::ScenarioFile> {};

TEST_P(Broken, IsRefusedWithTheRightWordsAtTheRightPlace) {
  const test::ScenarioFile& file = GetParam();
  LoadOptions options;
  options.set = file.set;
  options.defects = defects;
  options.record_fault = [](std::string_view line) -> std::optional<std::string> {
    if (line.find(" MX ") == std::string_view::npos) return std::nullopt;
    return "\"MX\" is no type of record";
  };
  options.web_fault = [](std::string_view web) -> std::optional<std::string> {
    if (web.find("brnd") != std::string_view::npos) return R"(web has no "brnd"; did you mean "brand"?)";
    if (web.starts_with('[')) return "web must be true, false or an object";
    return std::nullopt;
  };
  const Loaded loaded = load_scenario(file.path, options);
  EXPECT_FALSE(loaded.scenario);
  const std::string rendered = loaded.faults.render(1);
  const std::string first = rendered.substr(0, rendered.find('\n'));
  const bool names_file =
      file.expect.find(':') != std::string::npos && std::isdigit(file.expect.front()) != 0;
  EXPECT_EQ(first, names_file ? file.path.string() + ":" + file.expect : file.expect);
  EXPECT_EQ(rendered.find("pw-{user}"), std::string::npos) << "a password was shown: " << rendered;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Broken, testing::ValuesIn(test::scenario_files("tests/scenario/broken")),
                         [](const auto& file) { return file.param.path.stem().string(); });

TEST(BrokenScenarios, AreManyAndNoneIsWithoutExpectation) {
  const auto files = test::scenario_files("tests/scenario/broken");
  EXPECT_GE(files.size(), 100U);
  for (const auto& file : files) {
    EXPECT_FALSE(file.expect.empty()) << file.path;
    EXPECT_FALSE(file.schema.empty()) << file.path;
  }
}

}  // namespace
}  // namespace cxload::scenario
