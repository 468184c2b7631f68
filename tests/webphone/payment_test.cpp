/// Payments, balance and methods as phone and portal show them.
#include <cxload/webphone/payment.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::has_only;
using samples::json;

Money money(std::string_view text) { return Money::parse(text).value_or(Money()); }

PaymentRecord payment(std::string_view status) {
  return *read_payment(
      json(R"({"id":7,"status":")" + std::string(status) + R"(","total":10,"fee":0.5,"balance":15})"));
}

Provisioning phone() {
  Provisioning prov;
  prov.flags.add(Flag::accept_payment);
  prov.payment_methods = {{"stripe", "Credit Card", {"USD", "EUR"}, money("5"), "pk"}};
  return prov;
}

TEST(Payment, WP_FLAG_PAY_1_TheMethodsAreThoseOfThePortal) {
  Findings findings;
  const auto methods = phone().payment_methods;
  auto other = methods;
  other[0].currencies = {"EUR", "USD"};
  judge_methods(methods, other, findings);
  EXPECT_TRUE(findings.empty()) << "order does not count";
  other[0].min_payment = money("1");
  judge_methods(methods, other, findings);
  EXPECT_TRUE(has_only(findings, "WP-FLAG-PAY-1"));
  Findings of_lists;
  judge_methods(methods, {}, of_lists);
  judge_methods({}, methods, of_lists);
  EXPECT_EQ(of_lists.all().size(), 2U);
}

TEST(Payment, WP_FLAG_PAY_2_OnlyACompletedPaymentMovesTheBalance) {
  Findings findings;
  judge_payment(payment("Completed"), money("10"), money("5"), money("15"), findings);
  judge_payment(payment("Pending"), money("10"), money("5"), money("5"), findings);
  EXPECT_TRUE(findings.empty());
  judge_payment(payment("Pending"), money("10"), money("5"), money("15"), findings);
  EXPECT_TRUE(has_only(findings, "WP-FLAG-PAY-2"));
  Findings of_total;
  judge_payment(payment("Completed"), money("9.99"), std::nullopt, std::nullopt, of_total);
  EXPECT_TRUE(has_only(of_total, "WP-FLAG-PAY-2"));
}

TEST(Payment, WP_FLAG_PAY_3_WithoutTheFlagThePhonePaysNothing) {
  Provisioning prov = phone();
  EXPECT_FALSE(payment_problem(prov, "stripe", money("5"), "usd"));
  EXPECT_TRUE(payment_problem(prov, "stripe", money("4.99"), "usd"));
  EXPECT_TRUE(payment_problem(prov, "stripe", money("5"), "GBP"));
  EXPECT_TRUE(payment_problem(prov, "paypal", money("5"), "usd"));
  prov.flags = {};
  EXPECT_TRUE(payment_problem(prov, "stripe", money("5"), "usd"));
}

TEST(Payment, WP_FLAG_BAL_1_ABalanceIsAnAmount) {
  EXPECT_EQ(read_balance(json(R"({"balance":5.0,"currency":"USD"})"))->amount, money("5"));
  EXPECT_EQ(read_balance(json("4.25"))->amount, money("4.25"));
  for (const char* text : {"{}", "[]", R"({"balance":"much"})", "null"})
    EXPECT_EQ(read_balance(json(text)).error().kind, "http.shape") << text;
}

TEST(Payment, APaymentNeedsAStatus) {
  EXPECT_EQ(read_payment(json("{}")).error().kind, "http.shape");
  EXPECT_EQ(read_payment(json("[]")).error().kind, "http.shape");
  Findings findings;
  EXPECT_EQ(read_payments(json(R"([{"status":"Completed","total":"5.00"},{}])"), findings)->size(), 1U);
  EXPECT_EQ(findings.all().size(), 1U);
}

}  // namespace
}  // namespace cxload::webphone
