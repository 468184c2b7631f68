#include "money.hpp"

namespace cxload::standin::web {

std::int64_t balance_of(store::Store& store, store::Id customer, const WebFaults& faults) {
  static const std::string completed =
      "SELECT COALESCE(SUM(total), 0) FROM payment WHERE customer_id = ? AND status = 'Completed'";
  static const std::string any = "SELECT COALESCE(SUM(total), 0) FROM payment WHERE customer_id = ?";
  const store::Values values = {customer};
  const auto rows = store.database().query(faults.pending_counts ? any : completed, values);
  return rows.empty() ? 0 : std::get<std::int64_t>(rows.front().front());
}

std::string currency_of(store::Store& store, store::Id customer) {
  const auto row = store.get(store::customers, customer);
  const std::string currency = row ? store::text_in(*row, "currency") : std::string();
  return currency.empty() ? "USD" : currency;
}

json::object payment_methods(store::Store& store, store::Id customer) {
  const auto row = store.get(store::customers, customer);
  const double least = row ? store::to_amount(store::units_in(*row, "min_payment")) : 0;
  return {{"stripe",
           {{"label", "Credit Card"},
            {"currencies", {"usd", "eur"}},
            {"min_payment", least},
            {"key", "pk_test_x"}}},
          {"bank", {{"label", "Bank Transfer"}, {"currencies", {"USD"}}, {"min_payment", least}}}};
}

}  // namespace cxload::standin::web
