/// A customer made from the template, compared field by field; each omission turns its own row red.
#include <string>

#include <cxload/webphone/date_time.hpp>
#include <cxload/webphone/signup.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::has_only;
using samples::json;

constexpr std::string_view original =
    R"({"id":1,"name":"Template","balance":5,"debit_limit":20,"channels":2,"currency":"USD",
  "routes":[{"id":11,"prefix":"44","carrier":3}],
  "payments":[{"id":21,"total":5.0,"status":"Completed","created":"2025-01-01T00:00:00Z"}],
  "alerts":[{"id":31,"threshold":1}], "packages":[{"id":41,"name":"Free minutes","quantity":100}],
  "contracts":[{"id":51,"name":"Terms","required":true}]})";
constexpr std::string_view copy =
    R"({"id":7,"name":"Ada","balance":5,"debit_limit":20,"channels":2,"currency":"USD",
  "routes":[{"id":12,"prefix":"44","carrier":3}],
  "payments":[{"id":22,"total":5.00,"status":"Completed","created":"2026-11-29T12:00:01Z"}],
  "alerts":[{"id":32,"threshold":1}], "packages":[{"id":42,"name":"Free minutes","quantity":100}],
  "contracts":[{"id":52,"name":"Terms","required":true,"signed":false}]})";

/// What is found when `wrong` stands in the copy instead of `right`.
Findings judged(std::string_view right = "", std::string_view wrong = "") {
  std::string text(copy);
  if (!right.empty()) {
    const std::size_t at = text.find(right);
    EXPECT_NE(at, std::string::npos) << right;
    text.replace(at, right.size(), wrong);
  }
  Findings findings;
  judge_template_copy(json(original), json(text), *parse_date_time("2026-11-29T12:00:00Z"), findings);
  return findings;
}

TEST(TemplateCopy, WP_TMPL_1_ATrueCopyIsClean) { EXPECT_TRUE(judged().empty()); }

TEST(TemplateCopy, WP_TMPL_FIELD_1_TheDebitLimit) {
  EXPECT_TRUE(has_only(judged(R"("debit_limit":20)", R"("debit_limit":0)"), "WP-TMPL-FIELD-1"));
  EXPECT_TRUE(has_only(judged(R"("channels":2,)", ""), "WP-TMPL-FIELD-1"));
}

TEST(TemplateCopy, WP_TMPL_ROUTE_1_Routes) {
  EXPECT_TRUE(has_only(judged(R"("carrier":3)", R"("carrier":4)"), "WP-TMPL-ROUTE-1"));
  EXPECT_TRUE(has_only(judged(R"("routes")", R"("roads")"), "WP-TMPL-ROUTE-1"));
}

TEST(TemplateCopy, WP_TMPL_PAY_1_Payments) {
  EXPECT_TRUE(has_only(judged("\"total\":5.00", "\"total\":4.99"), "WP-TMPL-PAY-1"));
}

TEST(TemplateCopy, WP_TMPL_PAY_2_PaymentsDatedAtTheSignUp) {
  EXPECT_TRUE(has_only(judged("2026-11-29T12:00:01Z", "2025-01-01T00:00:00Z"), "WP-TMPL-PAY-2"));
}

TEST(TemplateCopy, WP_TMPL_ALERT_1_Alerts) {
  EXPECT_TRUE(has_only(judged(R"([{"id":32,"threshold":1}])", "[]"), "WP-TMPL-ALERT-1"));
}

TEST(TemplateCopy, WP_TMPL_PKG_1_Packages) {
  EXPECT_TRUE(has_only(judged(R"("quantity":100)", R"("quantity":10)"), "WP-TMPL-PKG-1"));
}

TEST(TemplateCopy, WP_TMPL_CONTR_1_ContractsUnsigned) {
  EXPECT_TRUE(has_only(judged(R"("signed":false)", R"("signed":true)"), "WP-TMPL-CONTR-1"));
}

TEST(TemplateCopy, WP_TMPL_ISO_1_CopiedNotShared) {
  EXPECT_TRUE(has_only(judged(R"("id":12)", R"("id":11)"), "WP-TMPL-ISO-1"));
}

TEST(TemplateCopy, NonsenseIsAFinding) {
  Findings findings;
  judge_template_copy(json("{}"), json("[]"), {}, findings);
  EXPECT_TRUE(has_only(findings, "WP-TMPL-1"));
}

}  // namespace
}  // namespace cxload::webphone
