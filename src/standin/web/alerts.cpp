#include "alerts.hpp"

#include "money.hpp"

namespace cxload::standin::web {

void fire_alerts(const Context& context, store::Id customer) {
  const auto alerts = context.store().find(store::alerts, {{"customer_id", customer}});
  if (alerts.empty()) return;
  const std::int64_t balance = balance_of(context.store(), customer, context.faults);
  for (const json::object& alert : alerts)
    if (balance < store::units_in(alert, "threshold"))
      context.site.note(context.wall, "alert", store::text_in(alert, "email"), store::text_in(alert, "name"));
}

}  // namespace cxload::standin::web
