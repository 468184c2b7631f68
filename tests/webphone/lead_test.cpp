/// Records of the preview dialler: what makeCall dials, what save sends, what next brings.
#include <string>

#include <cxload/webphone/lead.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::has_only;
using samples::json;

Lead lead(
    std::string_view text = R"({"key":"15550100","alt_phone":"15550102","phone_code":15550101,"rank":0})") {
  const auto read = Lead::read(json(text));
  EXPECT_TRUE(read.has_value()) << text;
  return read ? *read : Lead{};
}

TEST(LeadTest, WP_ACT_CALL_1_AltPhoneOfTheRecord) {
  EXPECT_EQ(*lead().number(CallProperty::alt_phone), "15550102");
}

TEST(LeadTest, WP_ACT_CALL_2_PhoneCodeIsDialledAsItIs) {
  EXPECT_EQ(*lead().number(CallProperty::phone_code), "15550101");
}

TEST(LeadTest, WP_ACT_CALL_3_NeverTheWordItself) {
  const auto number = lead(R"({"key":"1","alt_phone":"alt_phone"})").number(CallProperty::alt_phone);
  ASSERT_FALSE(number.has_value());
  EXPECT_EQ(number.error().kind, "expect.no_number");
}

TEST(LeadTest, WP_ACT_CALL_4_EmptyOrMissingOrNoNumber) {
  for (const char* text :
       {R"({"key":"1"})", R"({"key":"1","alt_phone":""})", R"({"key":"1","alt_phone":null})",
        R"({"key":"1","alt_phone":["5"]})", R"({"key":"1","alt_phone":"sip:1@evil.example"})"})
    EXPECT_EQ(lead(text).number(CallProperty::alt_phone).error().kind, "expect.no_number") << text;
}

TEST(LeadTest, WP_ACT_NEXT_1_TheFollowingRecord) {
  Findings findings;
  const auto next = Lead::read_reply(200, R"({"key":"2"})");
  ASSERT_TRUE(next.has_value() && next->has_value());
  judge_next(lead(), *next, findings);
  EXPECT_TRUE(findings.empty());
  judge_next(lead(), lead(), findings);
  EXPECT_TRUE(has_only(findings, "WP-ACT-NEXT-1"));
}

TEST(LeadTest, WP_ACT_NEXT_2_TheEndIsNoFailure) {
  for (const auto& [status, body] : {std::pair(204, ""), std::pair(200, " "), std::pair(200, "null")}) {
    const auto next = Lead::read_reply(status, body);
    ASSERT_TRUE(next.has_value());
    EXPECT_FALSE(next->has_value());
    Findings findings;
    judge_next(lead(), *next, findings);
    EXPECT_FALSE(findings.has_fault());
  }
  EXPECT_EQ(Lead::read_reply(500, "oops").error().kind, "http.500");
  EXPECT_EQ(Lead::read_reply(200, "[]").error().kind, "http.shape");
  EXPECT_EQ(Lead::read_reply(200, "<").error().kind, "http.json");
}

TEST(LeadTest, WP_ACT_SAVE_1_2_3_TheDecisionIsStored) {
  for (const Decision decision : {Decision::yes, Decision::no, Decision::unknown}) {
    EXPECT_EQ(lead().save_variables(decision).find("record_id")->scalar_text(), "15550100");
    Json stored = lead().record();
    stored.set("decision", lead().save_variables(decision).find("decision")->scalar_text().value_or(""));
    Findings findings;
    judge_saved(stored, lead(), decision, findings);
    EXPECT_TRUE(findings.empty());
    stored.set("decision", "Maybe");
    judge_saved(stored, lead(), decision, findings);
    EXPECT_EQ(findings.all().size(), 1U);
  }
  Findings findings;
  judge_saved(json(R"({"key":"2","decision":"No"})"), lead(), Decision::no, findings);
  EXPECT_TRUE(has_only(findings, "WP-ACT-SAVE-2")) << "another record";
}

TEST(LeadTest, WP_SF_POST_1_TheRecordIsTheContextOfAButton) {
  EXPECT_EQ(lead().button_context(),
            json(R"({"data":{"key":"15550100","alt_phone":"15550102","phone_code":15550101,"rank":0},)"
                 R"("selected":[],"page":"agent"})"));
  EXPECT_EQ(empty_button_context(), json(R"({"data":{},"selected":[],"page":"agent"})"));
}

TEST(LeadTest, WP_NAV_AGENT_1_Campaigns) {
  Findings findings;
  const auto all = read_campaigns(
      json(R"([{"id":3,"name":"Spring","type":"preview","form_id":203},{"name":"x"}])"), findings);
  ASSERT_TRUE(all.has_value());
  ASSERT_EQ(all->size(), 1U);
  EXPECT_EQ((*all)[0].id, "3");
  EXPECT_EQ((*all)[0].form_id, 203);
  EXPECT_TRUE(has_only(findings, "WP-NAV-AGENT-1"));
}

}  // namespace
}  // namespace cxload::webphone
