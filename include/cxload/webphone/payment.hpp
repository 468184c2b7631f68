/// Payment: paying into the account and vouchers, as the portal answers (WP-FLAG-PAY, WP-TMPL-PAY).
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
#include <cxload/webphone/provisioning.hpp>

namespace cxload::webphone {

struct PaymentRecord {
  std::string id;
  std::string status;  ///< Completed, Pending, Cancelled
  Money total, fee;
  std::optional<Money> balance;  ///< after it
  std::string description;
  std::optional<WallTime> created;

  [[nodiscard]] bool is_completed() const;
};
/// Failures: http.shape.
[[nodiscard]] Outcome<PaymentRecord> read_payment(const Json& value);
[[nodiscard]] Outcome<std::vector<PaymentRecord>> read_payments(const Json& value, Findings& findings);

/// "GET balance": {"balance": 5.0, "currency": "USD"}.
struct Balance {
  Money amount;
  std::string currency;
};
[[nodiscard]] Outcome<Balance> read_balance(const Json& value);

/// What the phone would refuse to send: no such method, wrong currency, below the minimum.
[[nodiscard]] std::optional<std::string> payment_problem(const Provisioning& provisioning,
                                                         std::string_view gateway, Money amount,
                                                         std::string_view currency);
/// Only a completed payment moves the balance, by its total (F-52).
void judge_payment(const PaymentRecord& payment, Money amount, std::optional<Money> before,
                   std::optional<Money> after, Findings& findings);
/// WP-FLAG-PAY-1, -2: the phone's methods against the portal's.
void judge_methods(const std::vector<PaymentMethod>& phone, const std::vector<PaymentMethod>& portal,
                   Findings& findings);

}  // namespace cxload::webphone
