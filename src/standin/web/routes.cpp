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
    {"GET", "/api/softphone/prov", open, &get_provisioning},
    {"GET", "/api/softphone/page/{name}", user, &get_page},
    // Buttons, forms, leads.
    {"GET", "/api/softphone/button", user, &list_buttons},
    {"GET", "/api/softphone/button/{id}", user, &get_button},
    {"POST", "/api/softphone/button/{id}", user, &press_button},
    {"GET", "/api/softphone/form", user, &list_forms},
    {"GET", "/api/softphone/form/{id}", user, &get_form},
    {"POST", "/api/softphone/form/{id}", user, &submit_form},
    {"GET", "/api/softphone/agent/campaign", user, &list_campaigns},
    {"GET", "/api/softphone/agent/current", user, &current_lead},
    {"POST", "/api/softphone/agent/next", user, &next_lead},
    {"POST", "/api/softphone/agent/save", user, &save_lead},
    // Contacts, voicemail, push.
    {"GET", "/api/softphone/contact", user, &list_contacts},
    {"GET", "/api/softphone/history", user, &list_history},
    {"GET", "/api/softphone/voicemail", user, &list_voicemail},
    {"GET", "/api/softphone/voicemail/{id}/audio", user, &play_voicemail},
    {"DELETE", "/api/softphone/voicemail/{id}", user, &delete_voicemail},
    {"POST", "/api/softphone/push", user, &subscribe},
    {"DELETE", "/api/softphone/push", user, &unsubscribe},
    // Sign-up and money, in the phone and in the portal.
    {"POST", "/api/softphone/register", open, &sign_up},
    {"GET", "/api/softphone/balance", user, &get_balance},
    {"POST", "/api/softphone/payment", user, &pay},
    {"POST", "/api/softphone/voucher", user, &redeem},
    {"POST", "/api/portal/signup", open, &sign_up},
    {"POST", "/api/portal/login", open, &portal_log_in},
    {"POST", "/api/portal/logout", open, &log_out},
    {"GET", "/api/portal/customer", portal, &get_customer},
    {"GET", "/api/portal/balance", portal, &get_balance},
    {"GET", "/api/portal/payments", portal, &list_payments},
    {"GET", "/api/portal/packages", portal, &list_packages},
    {"GET", "/api/portal/contracts", portal, &list_contracts},
    {"GET", "/api/portal/alerts", portal, &list_alerts},
    {"GET", "/api/portal/routes", portal, &list_routes},
    {"POST", "/api/portal/payment", portal, &pay},
    {"POST", "/api/portal/voucher", portal, &redeem},
});

constexpr auto to_admin = std::to_array<Route>({
    {"GET", "/admin/version", admin, &app_version},
    {"GET", "/admin/events", admin, &admin_events},
    {"POST", "/admin/reset", admin, &admin_reset},
    {"GET", "/admin/webphone/{domain}", admin, &admin_get_brand},
    {"PUT", "/admin/webphone/{domain}", admin, &admin_put_brand},
    {"GET", "/admin/customer/{id}/phonebook", admin, &admin_phonebook},
    {"POST", "/admin/customer/{id}/phonebook", admin, &admin_phonebook},
    {"GET", "/admin/customer/{id}/phonebook/{entry}/number", admin, &admin_phonebook_numbers},
    {"POST", "/admin/customer/{id}/phonebook/{entry}/number", admin, &admin_phonebook_numbers},
    {"POST", "/admin/certificate/{id}/refresh", admin, &admin_refresh_certificate},
    {"POST", "/admin/server/{id}/install", admin, &admin_install_server},
    {"GET", "/admin/call", admin, &admin_calls},
    {"POST", "/admin/call", admin, &admin_call},
    {"GET", "/admin/call/{id}", admin, &admin_get_call},
    {"DELETE", "/admin/call/{id}", admin, &admin_end_call},
    {"GET", "/admin/{table}", admin, &admin_list},
    {"POST", "/admin/{table}", admin, &admin_create},
    {"GET", "/admin/{table}/user", admin, &admin_list},
    {"POST", "/admin/{table}/user", admin, &admin_create},
    {"GET", "/admin/{table}/{id}", admin, &admin_get},
    {"PUT", "/admin/{table}/{id}", admin, &admin_update},
    {"DELETE", "/admin/{table}/{id}", admin, &admin_remove},
    {"GET", "/admin/{table}/user/{id}", admin, &admin_get},
    {"PUT", "/admin/{table}/user/{id}", admin, &admin_update},
    {"DELETE", "/admin/{table}/user/{id}", admin, &admin_remove},
});

}  // namespace

std::span<const Route> public_routes() { return to_public; }
std::span<const Route> admin_routes() { return to_admin; }

}  // namespace cxload::standin::web
