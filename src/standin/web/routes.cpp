// One line a route.
#include "routes.hpp"

#include <array>

#include "handlers/handlers.hpp"

namespace cxload::standin::web {
namespace {

using enum Access;

constexpr auto to_public = std::to_array<Route>({
    // The page, whose own routes are these.
    {"GET", "/", open, &app_shell},
    {"GET", "/dialpad", open, &app_shell},
    {"GET", "/agent", open, &app_shell},
    {"GET", "/call-log", open, &app_shell},
    {"GET", "/contacts", open, &app_shell},
    {"GET", "/settings", open, &app_shell},
    {"GET", "/voicemail", open, &app_shell},
    {"GET", "/payment", open, &app_shell},
    {"GET", "/login", open, &app_shell},
    {"GET", "/signup", open, &app_shell},
    {"GET", "/page/{name}", open, &app_shell},
    {"GET", "/softphone", open, &legacy_entry},
    {"GET", "/manifest.webmanifest", open, &app_manifest},
    {"GET", "/version.json", open, &app_version},
    // Session.
    {"GET", "/api/softphone/config", open, &get_config},
    {"POST", "/api/softphone/login", open, &log_in},
    {"POST", "/api/softphone/logout", open, &log_out},
    {"GET", "/api/softphone/prov", user, &get_provisioning},
    {"POST", "/api/portal/login", open, &portal_log_in},
    {"POST", "/api/portal/logout", open, &log_out},
});

constexpr auto to_admin = std::to_array<Route>({
    {"GET", "/admin/version", admin, &app_version},
});

}  // namespace

std::span<const Route> public_routes() { return to_public; }
std::span<const Route> admin_routes() { return to_admin; }

}  // namespace cxload::standin::web
