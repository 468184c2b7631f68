/// Permitted actions and what their parameters mean; the object form of a script's response.
#include <string>
#include <vector>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::action;
using samples::has_only;
using samples::json;

ScriptActions read(const Json& response, Findings& findings) {
  return read_script_actions(response, {}, findings);
}

TEST(ActionTest, WP_FN_2_NamesWithoutCase) {
  for (const char* text : {"OPENFORM(x)", "openform(x)", "openForm(x)"})
    EXPECT_EQ(action(text).kind, ActionKind::open_form);
  EXPECT_EQ(action("ANSWERCALL").kind, ActionKind::answer_call);
  EXPECT_EQ(action("togglemic()").kind, ActionKind::toggle_mic);
}

TEST(ActionTest, WP_FN_3_KeywordsWithoutCaseValuesUntouched) {
  EXPECT_EQ(action("makeCall(ALT_PHONE)").call, CallProperty::alt_phone);
  EXPECT_EQ(action("save(YES)").decision, Decision::yes);
  const Action redirect = action("redirect(https://Example.com/Path?Q=A, TRUE, _BLANK)");
  EXPECT_TRUE(redirect.is_external);
  EXPECT_TRUE(redirect.in_new_page);
  EXPECT_EQ(redirect.url, "https://Example.com/Path?Q=A");
}

TEST(ActionTest, WP_FN_7_FnIsTheSameAsTheObjectForm) {
  Findings findings;
  const Json response = json(R"({"__":{"action":{"name":"openForm","params":["Feedback Form"]}}})");
  EXPECT_EQ(read(response, findings).action, action("openForm('Feedback Form')"));
  EXPECT_TRUE(findings.empty());
}

TEST(ActionTest, WP_FN_9_NothingOutsideTheList) {
  for (const char* name : {"deleteAll", "main", "eval", "answer", "call", ""})
    EXPECT_FALSE(permitted({name, {}}).has_value()) << name;
  Findings findings;
  EXPECT_FALSE(read(json(R"({"__":{"action":{"name":"deleteAll","params":[]}}})"), findings).action);
  EXPECT_TRUE(has_only(findings, "WP-FN-9"));
}

TEST(ActionTest, WP_FN_11_ObjectFormParamsMissingOrOfOtherTypes) {
  Findings findings;
  EXPECT_EQ(read(json(R"({"__":{"action":{"name":"next"}}})"), findings).action, action("next"));
  EXPECT_EQ(read(json(R"({"__":{"action":{"name":"redirect","params":["/x",true]}}})"), findings).action,
            action("redirect(/x, true)"));
  EXPECT_TRUE(findings.empty());
  EXPECT_TRUE(read(json(R"({"__":{"action":{"name":"next","params":"x"}}})"), findings).action);
  EXPECT_TRUE(has_only(findings, "WP-FN-11"));
  Findings of_name;
  EXPECT_FALSE(read(json(R"({"__":{"action":{"name":7}}})"), of_name).action);
  EXPECT_TRUE(has_only(of_name, "WP-FN-11"));
}

TEST(ActionTest, WP_ACT_CALL_5_MakeCallOfANumberIsOutsideTheContract) {
  EXPECT_TRUE(action("makeCall(12345)").problem);
  EXPECT_TRUE(action("makeCall()").problem);
  EXPECT_FALSE(action("makeCall('phone_code')").problem);
  EXPECT_EQ(action("makeCall('phone_code')").call, CallProperty::phone_code);
}

TEST(ActionTest, WP_ACT_REDIR_1_InternalByDefault) {
  const Action one = action("redirect(/agent)");
  EXPECT_FALSE(one.is_external || one.in_new_page || one.problem);
  EXPECT_EQ(redirect_target(one, "https://a.example"), "https://a.example/agent");
  EXPECT_EQ(redirect_target(action("redirect(agent)"), "https://a.example"), "https://a.example/agent");
  EXPECT_EQ(redirect_target(action("redirect(https://b.example/X)"), "https://a.example"),
            "https://b.example/X");
  EXPECT_TRUE(action("redirect()").problem);
}

TEST(ActionTest, WP_ACT_REDIR_2_ExternalWithoutAScheme) {
  EXPECT_EQ(redirect_target(action("redirect(www.example.com, true)"), "https://a.example"),
            "https://www.example.com");
  EXPECT_EQ(redirect_target(action("redirect(//www.example.com, true)"), "https://a.example"),
            "https://www.example.com");
  EXPECT_EQ(redirect_target(action("redirect(host.example:8443/x, true)"), "https://a.example"),
            "https://host.example:8443/x");
}

TEST(ActionTest, WP_ACT_REDIR_3_FalseIsInternal) {
  const Action one = action("redirect(www.example.com, false)");
  EXPECT_FALSE(one.is_external);
  EXPECT_EQ(redirect_target(one, "https://a.example"), "https://a.example/www.example.com");
}

TEST(ActionTest, WP_ACT_REDIR_4_TargetIsRecognisedByItsValue) {
  EXPECT_TRUE(action("redirect(https://www.example.com, _blank)").in_new_page);
  EXPECT_FALSE(action("redirect(https://www.example.com, _blank)").is_external);
  Readings positional;
  ASSERT_TRUE(positional.set("A-22", "by_position").has_value());
  EXPECT_FALSE(action("redirect(https://www.example.com, _blank)", positional).in_new_page);
  EXPECT_TRUE(action("redirect(https://www.example.com, true, _blank)", positional).in_new_page);
}

TEST(ActionTest, WP_ACT_REDIR_5_BothInAnyOrder) {
  EXPECT_EQ(action("redirect(x, true, _blank)").in_new_page, action("redirect(x, _blank, true)").in_new_page);
  EXPECT_TRUE(action("redirect(x, _blank, true)").is_external);
}

TEST(ActionTest, WP_ACT_REDIR_6_CodeIsNoUrl) {
  for (const char* url : {"javascript:alert(1)", " JavaScript:alert(1)", "java\tscript:alert(1)",
                          "\x01javascript:x", "data:text/html,<script>", "vbscript:x"}) {
    Findings findings;
    Json response = json(R"({"__":{"action":{"name":"redirect"}}})");
    Json params(Json::List{Json(url)});
    Json call;
    call.set("name", "redirect").set("params", params);
    Json space;
    space.set("action", call);
    response.set("__", space);
    const auto wanted = read(response, findings).action;
    ASSERT_TRUE(wanted.has_value()) << url;
    EXPECT_TRUE(wanted->problem.has_value()) << url;
  }
  EXPECT_FALSE(action("redirect(/javascript:x)").problem) << "a path of our own site";
}

TEST(ActionTest, WP_ACT_SAVE_4_OnlyThreeDecisions) {
  EXPECT_EQ(action("save(No)").decision, Decision::no);
  EXPECT_EQ(action("save('unknown')").decision, Decision::unknown);
  EXPECT_TRUE(action("save()").problem);
  EXPECT_TRUE(action("save(Maybe)").problem);
}

TEST(ActionTest, WP_ACT_ONE_2_AListOfActionsRunsNothing) {
  Findings findings;
  const Json response = json(R"({"__":{"action":[{"name":"next"},{"name":"endCall"}]}})");
  EXPECT_FALSE(read(response, findings).action);
  EXPECT_TRUE(has_only(findings, "WP-ACT-ONE-2"));
}

TEST(ActionTest, WP_SF_POST_3_TheKeyIsTwoUnderscores) {
  Findings findings;
  EXPECT_FALSE(
      read(json(R"({"_":{"action":{"name":"next"}},"action":{"name":"next"}})"), findings).is_present);
  EXPECT_TRUE(read(json(R"({"__":{}})"), findings).is_present);
  EXPECT_FALSE(read(json(R"("text")"), findings).is_present);
  EXPECT_TRUE(findings.empty());
  EXPECT_FALSE(read(json(R"({"__":"redirect"})"), findings).is_present);
  EXPECT_TRUE(has_only(findings, "WP-SF-POST-3"));
}

TEST(ActionTest, WP_CHAIN_4_AnActionWithoutItsPropertiesIsNone) {
  for (const char* text :
       {R"({"__":{"action":{}}})", R"({"__":{"action":{"params":["x"]}}})", R"({"__":{"action":null}})",
        R"({"__":{"action":{"name":""}}})", R"({"__":{"action":{"name":null}}})"}) {
    Findings findings;
    EXPECT_FALSE(read(json(text), findings).action) << text;
    EXPECT_TRUE(findings.empty()) << text;
  }
}

TEST(ActionTest, WP_NI_1_2_3_FormIdAndEvalDoNothingAndDisturbNothing) {
  Findings findings;
  const ScriptActions only = read(json(R"({"__":{"formId":123,"eval":"window.x=1"}})"), findings);
  EXPECT_FALSE(only.action || only.form_schema || only.form_data);
  const Json both = json(R"({"__":{"formId":123,"eval":"x","action":{"name":"next"}}})");
  EXPECT_EQ(read(both, findings).action, action("next"));
  EXPECT_TRUE(findings.empty());
}

}  // namespace
}  // namespace cxload::webphone
