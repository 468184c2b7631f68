#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/signup.hpp>

#include "shape.hpp"

namespace cxload::webphone {
namespace {

constexpr std::chrono::seconds on_time{60};  // WP-TMPL-PAY-2

void judge_credit(const SignUpReply& reply, Money credit, WallTime at, Findings& findings) {
  Money sum;
  for (const PaymentRecord& payment : reply.payments) {
    if (!payment.is_completed()) continue;
    sum = sum + payment.total;
    if (!payment.created)
      findings.add("WP-TMPL-PAY-2", Level::must, "a payment of the template was copied without a date");
    else if (std::chrono::abs(*payment.created - at) > on_time)
      findings.add("WP-TMPL-PAY-2", Level::must, "a payment of the template is not dated at the sign-up");
  }
  if (sum != credit)
    findings.add("WP-TMPL-PAY-1", Level::must,
                 fmt::format("the new account got {}, the template gives {}", sum.text(), credit.text()));
}

}  // namespace

Json SignUpForm::variables() const {
  Json values;
  values.set("name", name).set("email", email).set("username", username).set("password", password);
  if (!currency.empty()) values.set("currency", currency);
  return values;
}

Outcome<SignUpReply> read_sign_up(int status, std::string_view body, Findings& findings,
                                  const JsonLimits& limits) {
  if (status < 200 || status > 299) return refusal(status, body, limits);
  const auto value = parse_json(body, limits);
  if (!value) return value.error();
  if (value->if_object() == nullptr) return wrong_shape("the answer to a sign-up", "an object", *value);
  SignUpReply reply{
      text_of(*value, "customer_id"), text_of(*value, "username"), text_of(*value, "successHtml"), {}};
  if (reply.username.empty()) return Failure{"http.shape", "the answer to a sign-up names no username"};
  if (value->find("successHtml") == nullptr)
    findings.add("WP-SIGNUP-4", Level::must, "the answer to a sign-up has no successHtml");
  if (const Json* payments = value->find("payments"); payments != nullptr && !payments->is_null()) {
    auto list = read_payments(*payments, findings);
    if (!list) return list.error();
    reply.payments = std::move(*list);
  }
  return reply;
}

void judge_sign_up(const SignUpReply& reply, const SignUpExpectation& expected, WallTime at,
                   Findings& findings) {
  if (expected.html && reply.success_html != *expected.html)
    findings.add("WP-SIGNUP-4", Level::must,
                 fmt::format("Register Success HTML is '{}'", text::printable(reply.success_html, 100)));
  if (expected.credit) judge_credit(reply, *expected.credit, at, findings);
}

void judge_refusal(int status, std::string_view body, std::string_view success_html, Findings& findings) {
  if (status >= 200 && status < 300)
    findings.add("WP-SIGNUP-2", Level::negative,
                 fmt::format("a sign-up that must be refused was answered {}", status));
  if (!success_html.empty() && body.find(success_html) != std::string_view::npos)
    findings.add("WP-SIGNUP-5", Level::should, "the success page is shown for a sign-up that failed");
}

}  // namespace cxload::webphone
