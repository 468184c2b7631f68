/// Sign-up: success page byte for byte, credit exact and on time, refusals.
#include <string>

#include <cxload/webphone/date_time.hpp>
#include <cxload/webphone/signup.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::has_only;
using samples::json;
using namespace std::chrono_literals;

constexpr std::string_view reply =
    R"({"customer_id":7,"username":"2001","successHtml":"<p>Complete</p>","payments":[)"
    R"({"id":1,"total":5.00,"status":"Completed","created":"2026-11-29T12:00:10Z"},)"
    R"({"id":2,"total":9,"status":"Pending","created":"2026-11-29T12:00:10Z"}]})";

WallTime noon() { return parse_date_time("2026-11-29T12:00:00Z").value_or(WallTime{}); }

SignUpReply read(std::string_view body) {
  Findings findings;
  auto answer = read_sign_up(201, body, findings);
  EXPECT_TRUE(answer.has_value() && findings.empty());
  return answer ? *answer : SignUpReply{};
}

Findings judged(const SignUpExpectation& expected, WallTime at) {
  Findings findings;
  judge_sign_up(read(reply), expected, at, findings);
  return findings;
}

TEST(SignUp, WP_SIGNUP_1_TheAnswerNamesTheNewAccount) {
  const SignUpReply answer = read(reply);
  EXPECT_EQ(answer.username, "2001");
  EXPECT_EQ(answer.customer_id, "7");
  EXPECT_EQ(answer.payments.size(), 2U);
}

TEST(SignUp, WP_SIGNUP_2_ARefusalIsARefusal) {
  Findings findings;
  const auto refused = read_sign_up(403, R"({"error":"Registration is off"})", findings);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, "http.403");
  EXPECT_NE(refused.error().detail.find("Registration is off"), std::string::npos);
  judge_refusal(403, "", "<p>Complete</p>", findings);
  EXPECT_TRUE(findings.empty());
  judge_refusal(201, "{}", "<p>Complete</p>", findings);
  EXPECT_TRUE(has_only(findings, "WP-SIGNUP-2"));
}

TEST(SignUp, WP_SIGNUP_4_TheSuccessPageByteForByte) {
  EXPECT_TRUE(judged({.html = "<p>Complete</p>", .credit = {}}, noon()).empty());
  EXPECT_TRUE(has_only(judged({.html = "<p>complete</p>", .credit = {}}, noon()), "WP-SIGNUP-4"));
  Findings findings;
  EXPECT_TRUE(read_sign_up(201, R"({"username":"x"})", findings).has_value());
  EXPECT_TRUE(has_only(findings, "WP-SIGNUP-4"));
}

TEST(SignUp, WP_SIGNUP_5_OnlyAfterSuccess) {
  Findings findings;
  judge_refusal(409, R"({"error":"Duplicate","html":"<p>Complete</p>"})", "<p>Complete</p>", findings);
  EXPECT_TRUE(has_only(findings, "WP-SIGNUP-5"));
}

TEST(SignUp, WP_SIGNUP_6_DuplicatesAndNonsenseAreClassified) {
  Findings findings;
  EXPECT_EQ(read_sign_up(409, "Duplicate User Detected", findings).error().kind, "http.409");
  EXPECT_EQ(read_sign_up(200, "<html>", findings).error().kind, "http.json");
  EXPECT_EQ(read_sign_up(200, "[]", findings).error().kind, "http.shape");
  EXPECT_EQ(read_sign_up(200, "{}", findings).error().kind, "http.shape");
}

TEST(SignUp, WP_TMPL_PAY_1_TheCreditIsExact) {
  EXPECT_TRUE(judged({.html = {}, .credit = Money::parse("5.00")}, noon()).empty());
  EXPECT_TRUE(has_only(judged({.html = {}, .credit = Money::parse("5.01")}, noon()), "WP-TMPL-PAY-1"));
}

TEST(SignUp, WP_TMPL_PAY_2_TheCreditIsOnTime) {
  EXPECT_TRUE(has_only(judged({.html = {}, .credit = Money::parse("5.00")}, noon() - 5min), "WP-TMPL-PAY-2"));
}

TEST(SignUp, WP_TMPL_PAY_3_APendingPaymentIsNoCredit) {
  EXPECT_TRUE(has_only(judged({.html = {}, .credit = Money::parse("14.00")}, noon()), "WP-TMPL-PAY-1"));
}

TEST(SignUp, TheRequestHasWhatThePortalAsksFor) {
  const SignUpForm form{"Ada", "ada@example.com", "2001", "secret", ""};
  EXPECT_EQ(form.variables(),
            json(R"({"name":"Ada","email":"ada@example.com","username":"2001","password":"secret"})"));
}

}  // namespace
}  // namespace cxload::webphone
