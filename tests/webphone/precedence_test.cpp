/// The table WP-PREC, row by row: what a press does.
#include <set>
#include <tuple>

#include <cxload/webphone/precedence.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::button;

constexpr std::string_view other = "toggleMic", form_x = "openForm(X)", script_name = "main";
constexpr std::int64_t form_y = 203, script_s = 2160;

Plan plan(std::string_view fn, std::int64_t form, std::int64_t script, const Readings& readings = {}) {
  Findings findings;
  return choose(button(fn, form, script), readings, findings).plan;
}

std::string_view row(std::string_view fn, std::int64_t form, std::int64_t script) {
  Findings findings;
  return choose(button(fn, form, script), {}, findings).row;
}

TEST(Precedence, WP_PREC_1_NothingSetDoesNothing) {
  EXPECT_EQ(plan("", 0, 0), (Plan{false, FormChoice::none, false}));
}
TEST(Precedence, WP_PREC_2_AnActionRunsHere) {
  EXPECT_EQ(plan(other, 0, 0), (Plan{false, FormChoice::none, true}));
}
TEST(Precedence, WP_PREC_3_OpenFormOpensByName) {
  EXPECT_EQ(plan(form_x, 0, 0), (Plan{false, FormChoice::by_name, false}));
}
TEST(Precedence, WP_PREC_4_FormIdGoesBeforeOpenForm) {
  EXPECT_EQ(plan(form_x, form_y, 0), (Plan{false, FormChoice::by_id, false}));
}
TEST(Precedence, WP_PREC_5_FormIdAloneOpensIt) {
  EXPECT_EQ(plan("", form_y, 0), (Plan{false, FormChoice::by_id, false}));
}
TEST(Precedence, WP_PREC_6_ScriptAlone) {
  EXPECT_EQ(plan("", 0, script_s), (Plan{true, FormChoice::none, false}));
}
TEST(Precedence, WP_PREC_7_ScriptThenForm) {
  EXPECT_EQ(plan("", form_y, script_s), (Plan{true, FormChoice::by_id, false}));
}
TEST(Precedence, WP_PREC_8_ScriptThenNamedForm) {
  EXPECT_EQ(plan(form_x, 0, script_s), (Plan{true, FormChoice::by_name, false}));
}
TEST(Precedence, WP_PREC_9_ScriptThenFormIdBeforeOpenForm) {
  EXPECT_EQ(plan(form_x, form_y, script_s), (Plan{true, FormChoice::by_id, false}));
}
TEST(Precedence, WP_PREC_10_ScriptOnlyNotTheAction) {
  EXPECT_EQ(plan(other, 0, script_s), (Plan{true, FormChoice::none, false}));
  Readings both;
  ASSERT_TRUE(both.set("A-16", "both").has_value());
  EXPECT_EQ(plan(other, 0, script_s, both), (Plan{true, FormChoice::none, true}));
}
TEST(Precedence, WP_PREC_11_MainIsTheScriptsFunction) {
  EXPECT_EQ(plan(script_name, 0, script_s), (Plan{true, FormChoice::none, false}));
}
TEST(Precedence, WP_PREC_12_TheDocumentedButton) {
  Findings findings;
  const auto documented = read_button(samples::json(samples::documented_button), findings);
  ASSERT_TRUE(documented.has_value());
  const Choice choice = choose(*documented, {}, findings);
  EXPECT_EQ(choice.row, "WP-PREC-12");
  EXPECT_EQ(choice.plan, (Plan{true, FormChoice::by_id, false}));
  EXPECT_TRUE(findings.empty());
}
TEST(Precedence, WP_PREC_13_ActionBesideForm) {
  EXPECT_EQ(plan(other, form_y, 0), (Plan{false, FormChoice::none, true}));
  Readings form_first;
  ASSERT_TRUE(form_first.set("A-17", "form").has_value());
  EXPECT_EQ(plan(other, form_y, 0, form_first), (Plan{false, FormChoice::by_id, false}));
}
TEST(Precedence, WP_PREC_14_ActionBesideFormAndScript) {
  EXPECT_EQ(plan(other, form_y, script_s), (Plan{true, FormChoice::by_id, false}));
}
TEST(Precedence, WP_PREC_15_AnUnknownNameDoesNothing) {
  EXPECT_EQ(plan(script_name, 0, 0), (Plan{false, FormChoice::none, false}));
}

TEST(Precedence, EveryCombinationHasOneRow) {
  std::set<std::tuple<FnKind, bool, bool>> seen;
  for (const PrecedenceRow& one : precedence_table()) seen.insert({one.fn, one.has_form, one.has_script});
  EXPECT_EQ(seen.size(), 16U);
  EXPECT_EQ(precedence_table().size(), 16U);
}

TEST(Precedence, TheRowThatDecidedIsNamed) {
  EXPECT_EQ(row(form_x, form_y, 0), "WP-PREC-4");
  EXPECT_EQ(row("OPENFORM(x)", 0, script_s), "WP-PREC-8");
  EXPECT_EQ(row(script_name, form_y, 0), "WP-PREC-5");
}

TEST(Precedence, WP_FN_1_AnUnreadableFnIsAnUnknownNameAndAFinding) {
  Findings findings;
  const Choice choice = choose(button("openForm('x", 0, script_s), {}, findings);
  EXPECT_EQ(choice.row, "WP-PREC-11");
  EXPECT_TRUE(samples::has_only(findings, "WP-FN-1"));
}

}  // namespace
}  // namespace cxload::webphone
