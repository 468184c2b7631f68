/// Alerts: a customer's balance has fallen under what he wants to be told of.
#pragma once
#include "context.hpp"

namespace cxload::standin::web {

/// After anything that changes his balance or his alerts: an event of kind `alert` for each that holds now.
void fire_alerts(const Context& context, store::Id customer);

}  // namespace cxload::standin::web
