#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/date_time.hpp>
#include <cxload/webphone/payment.hpp>

#include "shape.hpp"

namespace cxload::webphone {
namespace {

constexpr std::size_t most_payments = 10'000;

Money money_of(const Json& value, std::string_view name) {
  const Json* member = value.find(name);
  return member == nullptr ? Money() : Money::from(*member).value_or(Money());
}

bool is_same(const PaymentMethod& a, const PaymentMethod& b) {
  const auto has_all = [](const PaymentMethod& in, const PaymentMethod& of) {
    return std::all_of(of.currencies.begin(), of.currencies.end(), [&](const std::string& currency) {
      return std::find(in.currencies.begin(), in.currencies.end(), currency) != in.currencies.end();
    });
  };
  return a.label == b.label && a.min_payment == b.min_payment && has_all(a, b) && has_all(b, a);
}

const PaymentMethod* find_method(const std::vector<PaymentMethod>& methods, std::string_view gateway) {
  const auto at = std::find_if(methods.begin(), methods.end(),
                               [&](const PaymentMethod& one) { return text::iequals(one.gateway, gateway); });
  return at == methods.end() ? nullptr : &*at;
}

}  // namespace

bool PaymentRecord::is_completed() const { return text::iequals(status, "Completed"); }

Outcome<PaymentRecord> read_payment(const Json& value) {
  if (value.if_object() == nullptr) return wrong_shape("a payment", "an object", value);
  PaymentRecord payment;
  payment.id = text_of(value, "id");
  payment.status = text_of(value, "status");
  if (payment.status.empty()) return Failure{"http.shape", "a payment has no status"};
  payment.total = money_of(value, "total");
  payment.fee = money_of(value, "fee");
  if (const Json* balance = value.find("balance")) payment.balance = Money::from(*balance);
  payment.description = text_of(value, "description");
  payment.created = parse_date_time(text_of(value, "created"));
  return payment;
}

Outcome<std::vector<PaymentRecord>> read_payments(const Json& value, Findings& findings) {
  return read_items<PaymentRecord>(value, {"the list of payments", most_payments, "WP-TMPL-PAY-1"}, findings,
                                   [](const Json& item) { return read_payment(item); });
}

Outcome<Balance> read_balance(const Json& value) {
  const Json* amount = value.if_object() == nullptr ? &value : value.find("balance");
  const auto money = amount == nullptr ? std::nullopt : Money::from(*amount);
  if (!money) return Failure{"http.shape", "the balance is no amount"};
  return Balance{*money, text_of(value, "currency")};
}

std::optional<std::string> payment_problem(const Provisioning& provisioning, std::string_view gateway,
                                           Money amount, std::string_view currency) {
  if (!provisioning.flags.has(Flag::accept_payment))
    return "the phone takes no payments: ACCEPT_PAYMENT is not set";
  const PaymentMethod* method = find_method(provisioning.payment_methods, gateway);
  if (method == nullptr) return fmt::format("there is no payment method '{}'", text::printable(gateway, 40));
  if (amount <= Money() || amount < method->min_payment)
    return fmt::format("{} is below the smallest payment, {}", amount.text(), method->min_payment.text());
  const auto is_it = [&](const std::string& one) { return text::iequals(one, currency); };
  if (!method->currencies.empty() &&
      std::none_of(method->currencies.begin(), method->currencies.end(), is_it))
    return fmt::format("'{}' takes no {}", text::printable(method->label, 40), text::printable(currency, 10));
  return std::nullopt;
}

void judge_payment(const PaymentRecord& payment, Money amount, std::optional<Money> before,
                   std::optional<Money> after, Findings& findings) {
  if (payment.total != amount)
    findings.add("WP-FLAG-PAY-2", Level::must,
                 fmt::format("{} was paid, {} is recorded", amount.text(), payment.total.text()));
  if (!before || !after) return;
  const Money expected = payment.is_completed() ? *before + payment.total : *before;
  if (*after != expected)
    findings.add(
        "WP-FLAG-PAY-2", Level::must,
        fmt::format("a {} payment of {} took the balance from {} to {}", text::printable(payment.status, 20),
                    payment.total.text(), before->text(), after->text()));
}

void judge_methods(const std::vector<PaymentMethod>& phone, const std::vector<PaymentMethod>& portal,
                   Findings& findings) {
  for (const PaymentMethod& method : portal) {
    const PaymentMethod* other = find_method(phone, method.gateway);
    const std::string gateway = text::printable(method.gateway, 40);
    if (other == nullptr)
      findings.add("WP-FLAG-PAY-1", Level::must, fmt::format("the phone lacks '{}'", gateway));
    else if (!is_same(*other, method))
      findings.add("WP-FLAG-PAY-1", Level::must,
                   fmt::format("'{}' differs between phone and portal", gateway));
  }
  for (const PaymentMethod& method : phone)
    if (find_method(portal, method.gateway) == nullptr)
      findings.add("WP-FLAG-PAY-1", Level::must,
                   fmt::format("the portal lacks '{}'", text::printable(method.gateway, 40)));
}

}  // namespace cxload::webphone
