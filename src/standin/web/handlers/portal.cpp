// What belongs to a customer, for the portal: the same rows that a sign-up copies.
#include "../money.hpp"
#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

Reply list_own(const Context& context, const store::Table& table) {
  json::array shown;
  for (json::object& row : context.store().find(table, {{"customer_id", context.session->customer}})) {
    row.erase("customer_id");
    shown.emplace_back(std::move(row));
  }
  return reply_json(shown);
}

bool is_phone(const Context& context) { return !context.session->username.empty(); }

}  // namespace

Reply get_balance(Context& context) {
  if (is_phone(context) && !context.brand.has("BALANCE") && !context.faults.balance_without_flag)
    return refuse(403, "the balance is not shown here");
  const store::Id customer = context.session->customer;
  return reply_json({{"balance", store::to_amount(balance_of(context.store(), customer, context.faults))},
                     {"currency", key_of(currency_of(context.store(), customer))}});
}

Reply get_customer(Context& context) {
  auto customer = context.store().get(store::customers, context.session->customer);
  if (!customer) return refuse(404, "there is no such customer");
  customer->erase("account_id");
  return reply_json(*customer);
}

Reply list_payments(Context& context) { return list_own(context, store::payments); }
Reply list_packages(Context& context) { return list_own(context, store::packages); }
Reply list_contracts(Context& context) { return list_own(context, store::contracts); }
Reply list_alerts(Context& context) { return list_own(context, store::alerts); }
Reply list_routes(Context& context) { return list_own(context, store::routes); }

}  // namespace cxload::standin::web
