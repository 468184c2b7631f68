/// Buttons as the portal gives them: types, "not set", order, placement.
#include <string>
#include <vector>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::has_only;
using samples::json;

Button read(std::string_view text, Findings& findings) {
  auto button = read_button(json(text), findings);
  EXPECT_TRUE(button.has_value()) << text;
  return button ? *button : Button{};
}

Button placed(std::int64_t id, std::int64_t order, std::string placement = "agent") {
  Button button;
  button.id = id;
  button.sort_order = order;
  button.placement = std::move(placement);
  return button;
}

std::vector<std::int64_t> ids(const std::vector<Button>& buttons) {
  std::vector<std::int64_t> out;
  for (const Button& button : buttons) out.push_back(button.id);
  return out;
}

TEST(ButtonTest, WP_BTN_GET_1_TheDocumentedButtonIsRead) {
  Findings findings;
  const Button button = read(samples::documented_button, findings);
  EXPECT_TRUE(findings.empty());
  EXPECT_EQ(button.id, 45);
  EXPECT_EQ(button.account_id, 1093);
  EXPECT_EQ(button.label, "Agent Populate Form");
  EXPECT_EQ(button.icon, "copy");
  EXPECT_EQ(button.tooltip, "Red tootltip");
  EXPECT_EQ(button.type, "danger");
  EXPECT_EQ(button.sandbox_id, 2160);
  EXPECT_EQ(button.form_id, 203);
  EXPECT_EQ(button.min_select, 10);
  EXPECT_EQ(button.max_select, 20);
  EXPECT_EQ(button.sort_order, 50);
}

TEST(ButtonTest, WP_BTN_GET_2_NotSetHasFourShapes) {
  for (const char* text :
       {R"({"id":1,"label":"a","fn":null,"form_id":null,"sandbox_id":null})", R"({"id":1,"label":"a"})",
        R"({"id":1,"label":"a","fn":0,"form_id":0,"sandbox_id":0})",
        R"({"id":1,"label":"a","fn":"","form_id":"","sandbox_id":""})"}) {
    Findings findings;
    const Button button = read(text, findings);
    EXPECT_TRUE(button.fn.empty() && !button.form_id && !button.sandbox_id) << text;
    EXPECT_TRUE(findings.empty()) << text;
  }
}

TEST(ButtonTest, WP_BTN_GET_2_WrongTypesAreFindingsAndTheButtonStillWorks) {
  Findings findings;
  const Button button = read(R"({"id":"45","label":"a","form_id":"203","fn":["x"]})", findings);
  EXPECT_EQ(button.id, 45);
  EXPECT_EQ(button.form_id, 203);
  EXPECT_TRUE(button.fn.empty());
  EXPECT_EQ(findings.all().size(), 3U);
  EXPECT_TRUE(findings.has("WP-BTN-GET-2"));
}

TEST(ButtonTest, WP_BTN_GET_2_WithoutAnIdItIsNone) {
  Findings findings;
  for (const char* text : {"[]", R"({"label":"a"})", R"({"id":1.5})", R"("button")"}) {
    const auto button = read_button(json(text), findings);
    ASSERT_FALSE(button.has_value()) << text;
    EXPECT_EQ(button.error().kind, "http.shape");
  }
}

TEST(ButtonTest, WP_BTN_LIST_1_AListIsBounded) {
  Findings findings;
  EXPECT_EQ(read_buttons(json("[]"), findings)->size(), 0U);
  EXPECT_EQ(read_buttons(json(R"([{"id":1,"label":"a"},7,{"id":2,"label":"b"}])"), findings)->size(), 2U);
  EXPECT_TRUE(has_only(findings, "WP-BTN-GET-2"));
  EXPECT_EQ(read_buttons(json("{}"), findings).error().kind, "http.shape");
  EXPECT_EQ(read_buttons(Json(Json::List(most_buttons + 1)), findings).error().kind, "http.json_limit");
}

TEST(ButtonTest, WP_BTN_PLACE_1_OnlyAgentButtonsInAnyCase) {
  const std::vector<Button> all{placed(1, 1), placed(2, 1, "Agent"), placed(3, 1, "customer"),
                                placed(4, 1, "")};
  EXPECT_EQ(ids(agent_buttons(all)), (std::vector<std::int64_t>{1, 2}));
  Findings findings;
  judge_button_list({all[0], all[1]}, findings);
  EXPECT_TRUE(findings.empty());
  judge_button_list({all[2]}, findings);
  EXPECT_TRUE(has_only(findings, "WP-BTN-PLACE-1"));
}

TEST(ButtonTest, WP_BTN_LABEL_1_AButtonNeedsALabel) {
  Findings findings;
  read(R"({"id":1,"label":""})", findings);
  EXPECT_TRUE(has_only(findings, "WP-BTN-LABEL-1"));
}

TEST(ButtonTest, WP_BTN_SEL_1_LimitsCountOnlyWhereRowsCanBeSelected) {
  Button button = placed(1, 1);
  button.min_select = 2;
  button.max_select = 3;
  EXPECT_TRUE(is_enabled(button, std::nullopt, {}));
  EXPECT_FALSE(is_enabled(button, 1, {}));
  EXPECT_TRUE(is_enabled(button, 2, {}));
  EXPECT_TRUE(is_enabled(button, 3, {}));
  EXPECT_FALSE(is_enabled(button, 4, {}));
  Readings obeyed;
  ASSERT_TRUE(obeyed.set("A-15", "obeyed").has_value());
  EXPECT_FALSE(is_enabled(button, std::nullopt, obeyed));
}

TEST(ButtonTest, WP_BTN_SORT_1_LowerFirstTiesById) {
  const std::vector<Button> mixed{placed(9, 50), placed(3, 70), placed(7, 50), placed(5, 10)};
  EXPECT_EQ(ids(agent_buttons(mixed)), (std::vector<std::int64_t>{5, 7, 9, 3}));
  Findings findings;
  judge_button_list(agent_buttons(mixed), findings);
  EXPECT_TRUE(findings.empty());
  judge_button_list({mixed[1], mixed[3]}, findings);
  EXPECT_TRUE(has_only(findings, "WP-BTN-SORT-1"));
}

}  // namespace
}  // namespace cxload::webphone
