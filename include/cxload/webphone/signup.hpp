/// Sign-up: a new account from the phone, and the copy of the template customer behind it (WP-SIGNUP,
/// WP-TMPL).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/result.hpp>
#include <cxload/webphone/finding.hpp>
#include <cxload/webphone/json.hpp>
#include <cxload/webphone/money.hpp>
#include <cxload/webphone/payment.hpp>

namespace cxload::webphone {

struct SignUpForm {
  std::string name, email, username;
  std::string password;  ///< a secret
  std::string currency;

  [[nodiscard]] Json variables() const;  ///< of the operation signup
};

struct SignUpReply {
  std::string customer_id;
  std::string username;
  std::string success_html;  ///< as received, byte for byte
  std::vector<PaymentRecord> payments;
};
/// Failures: http.4xx and http.5xx with the portal's words, http.json, http.shape.
[[nodiscard]] Outcome<SignUpReply> read_sign_up(int status, std::string_view body, Findings& findings,
                                                const JsonLimits& limits = {});

struct SignUpExpectation {
  std::optional<std::string> html;
  std::optional<Money> credit;  ///< sum of completed payments
};
/// WP-SIGNUP-4, WP-TMPL-PAY-1, -2: credit exact, and dated within a minute of `at`.
void judge_sign_up(const SignUpReply& reply, const SignUpExpectation& expected, WallTime at,
                   Findings& findings);
/// A refused sign-up must not show the success page (WP-SIGNUP-5), and must be refused (WP-SIGNUP-2).
void judge_refusal(int status, std::string_view body, std::string_view success_html, Findings& findings);

/// The template customer and a customer made from it, as the admin or portal API gives them: objects with
/// fields, and lists under routes, payments, alerts, packages, contracts. Every difference names row and
/// field.
void judge_template_copy(const Json& template_customer, const Json& customer, WallTime made_at,
                         Findings& findings);

}  // namespace cxload::webphone
