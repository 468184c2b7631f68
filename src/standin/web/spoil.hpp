/// What defects do to a finished reply.
#pragma once
#include "faults.hpp"
#include "message.hpp"

namespace cxload::standin::web {

void spoil(Reply& reply, const Request& request, const WebFaults& faults);

}  // namespace cxload::standin::web
