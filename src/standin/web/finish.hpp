/// What every reply has in common, whatever handler made it; and what is said where no route leads.
#pragma once
#include "context.hpp"

namespace cxload::standin::web {

[[nodiscard]] Reply finish(Reply reply, const Request& request, const WebFaults& faults);
/// A file of the browser's phone, 405 or 404.
[[nodiscard]] Reply answer_unrouted(const Context& context, const std::string& allowed);

}  // namespace cxload::standin::web
