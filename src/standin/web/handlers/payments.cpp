// Money in: a test gateway, bank transfers that wait, vouchers that work once.
#include <algorithm>

#include <cxload/base/text.hpp>

#include "../alerts.hpp"
#include "../money.hpp"
#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

constexpr std::int64_t most_units = 100'000 * store::money_units;

/// The portal always takes payments; the phone by its flag.
bool may_pay(const Context& context) {
  return context.session->username.empty() || context.brand.has("ACCEPT_PAYMENT") ||
         context.faults.payment_without_flag;
}

Reply forbidden() { return refuse(403, "payments are not taken here"); }

struct Order {
  std::string method, currency, token;
  std::int64_t units = 0;
};

Answer<Order> read_order(const Context& context) {
  const Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  Order order{store::text_in(*body, "method"), store::text_in(*body, "currency"),
              store::text_in(*body, "token"), store::units_in(*body, "amount")};
  const json::object methods = payment_methods(context.store(), context.session->customer);
  const json::value* method = methods.if_contains(key_of(order.method));
  if (method == nullptr) return refuse(422, "there is no such method");
  const json::array& taken = method->as_object().at("currencies").as_array();
  if (std::none_of(taken.begin(), taken.end(), [&](const json::value& one) {
        return text::iequals(view(one.as_string()), order.currency);
      }))
    return refuse(422, "this currency is not taken");
  const std::int64_t least = store::units_in(method->as_object(), "min_payment");
  const bool is_too_little = order.units <= 0 || (order.units < least && !context.faults.below_minimum);
  if (is_too_little || order.units > most_units) return refuse(422, "the amount is too small or too large");
  return order;
}

json::object make_payment(const Context& context, std::string_view description, std::string_view method,
                          std::int64_t units, std::string_view currency, std::string_view status) {
  return {{"customer_id", context.session->customer},
          {"description", key_of(description)},
          {"method", key_of(method)},
          {"total", store::to_amount(units)},
          {"fee", 0},
          {"currency", key_of(currency)},
          {"status", key_of(status)},
          {"created", key_of(context.now_text())}};
}

json::value balance_now(const Context& context) {
  return store::to_amount(balance_of(context.store(), context.session->customer, context.faults));
}

}  // namespace

Reply pay(Context& context) {
  if (!may_pay(context)) return forbidden();
  const Answer<Order> order = read_order(context);
  if (!order) return order.error();
  std::string status = "Pending";
  if (order->method == "stripe") {
    if (order->token == "tok_decline") return refuse(402, "the card was declined");
    if (order->token != "tok_ok" && order->token != "tok_pending")
      return refuse(422, "there is no such token");
    if (order->token == "tok_ok") status = "Completed";
  }
  const store::Written written = context.store().insert(
      store::payments,
      make_payment(context, "Payment", order->method, order->units, text::to_lower(order->currency), status));
  if (!written) return refuse(written.refusal, written.why);
  context.site.note(context.wall, "payment", context.session->username, status);
  fire_alerts(context, context.session->customer);
  return reply_json({{"id", written.id},
                     {"status", key_of(status)},
                     {"total", store::to_amount(order->units)},
                     {"fee", 0},
                     {"balance", balance_now(context)}});
}

Reply redeem(Context& context) {
  if (!may_pay(context)) return forbidden();
  const Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  store::Transaction transaction(context.store().database());
  const auto voucher = context.store().find_one(
      store::vouchers, {{"code", store::text_in(*body, "code")}, {"account_id", context.session->account}});
  if (!voucher) return refuse(404, "there is no such voucher");
  if (!store::text_in(*voucher, "used").empty() && !context.faults.voucher_again)
    return refuse(409, "this voucher was used before");
  const std::string currency = store::text_in(*voucher, "currency");
  if (currency != currency_of(context.store(), context.session->customer))
    return refuse(422, "this voucher is of another currency");
  context.store().update(store::vouchers, store::number_in(*voucher, "id"),
                         {{"used", key_of(context.now_text())}, {"used_by", context.session->customer}});
  const std::int64_t units = store::units_in(*voucher, "amount");
  const store::Written written = context.store().insert(
      store::payments, make_payment(context, "Voucher", "voucher", units, currency, "Completed"));
  if (!written || !transaction.commit()) return refuse(500, "the store failed");
  return reply_json(
      {{"id", written.id}, {"amount", store::to_amount(units)}, {"balance", balance_now(context)}});
}

}  // namespace cxload::standin::web
