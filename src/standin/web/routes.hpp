/// The tables of routes.
#pragma once
#include "router.hpp"

namespace cxload::standin::web {

[[nodiscard]] std::span<const Route> public_routes();
[[nodiscard]] std::span<const Route> admin_routes();

}  // namespace cxload::standin::web
