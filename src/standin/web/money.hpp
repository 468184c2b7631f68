/// What customers have and how they may pay.
#pragma once
#include "../store/store.hpp"
#include "faults.hpp"
#include "json.hpp"

namespace cxload::standin::web {

/// Completed payments, in store::money_units.
[[nodiscard]] std::int64_t balance_of(store::Store& store, store::Id customer, const WebFaults& faults);
[[nodiscard]] std::string currency_of(store::Store& store, store::Id customer);
/// By the name of the gateway: label, currencies, min_payment, and a key that may be seen.
[[nodiscard]] json::object payment_methods(store::Store& store, store::Id customer);

}  // namespace cxload::standin::web
