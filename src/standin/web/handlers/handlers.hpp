/// The handlers, one file a concern; what they share.
#pragma once
#include "../context.hpp"

namespace cxload::standin::web {

// app.cpp
[[nodiscard]] Reply show_app(const Context& context);
[[nodiscard]] Reply send_file(const Context& context, const AppFile& file);
[[nodiscard]] std::string app_version_id(const Context& context);
[[nodiscard]] bool accepts_gzip(const Request& request);
Reply app_shell(Context& context);
Reply app_manifest(Context& context);
Reply app_version(Context& context);
Reply legacy_entry(Context& context);

// session.cpp
Reply log_in(Context& context);
Reply log_out(Context& context);
Reply portal_log_in(Context& context);

// provisioning.cpp
Reply get_config(Context& context);
Reply get_provisioning(Context& context);
[[nodiscard]] json::object make_provisioning(Context& context, const std::string& username);

// buttons.cpp, forms.cpp
Reply list_buttons(Context& context);
Reply get_button(Context& context);
Reply press_button(Context& context);
Reply list_forms(Context& context);
Reply get_form(Context& context);
Reply submit_form(Context& context);

// agent.cpp
Reply list_campaigns(Context& context);
Reply current_lead(Context& context);
Reply next_lead(Context& context);
Reply save_lead(Context& context);

// signup.cpp
Reply sign_up(Context& context);

// portal.cpp
Reply get_balance(Context& context);
Reply get_customer(Context& context);
Reply list_payments(Context& context);
Reply list_packages(Context& context);
Reply list_contracts(Context& context);
Reply list_alerts(Context& context);
Reply list_routes(Context& context);

// payments.cpp
Reply pay(Context& context);
Reply redeem(Context& context);

// contacts.cpp, history.cpp
Reply list_history(Context& context);
Reply list_contacts(Context& context);
Reply admin_phonebook(Context& context);
Reply admin_phonebook_numbers(Context& context);

// voicemail.cpp
Reply list_voicemail(Context& context);
Reply play_voicemail(Context& context);
Reply delete_voicemail(Context& context);

// page.cpp, push.cpp
Reply get_page(Context& context);
Reply subscribe(Context& context);
Reply unsubscribe(Context& context);

// admin.cpp
/// What became of a write, with the row as it is now.
Reply reply_written(Context& context, const store::Table& table, const store::Written& written, int status);
Reply admin_list(Context& context);
Reply admin_create(Context& context);
Reply admin_get(Context& context);
Reply admin_update(Context& context);
Reply admin_remove(Context& context);
Reply admin_get_brand(Context& context);
Reply admin_put_brand(Context& context);
Reply admin_events(Context& context);
Reply admin_reset(Context& context);

// calls.cpp
Reply admin_call(Context& context);
Reply admin_calls(Context& context);
Reply admin_get_call(Context& context);
Reply admin_end_call(Context& context);

// domains.cpp
Reply admin_refresh_certificate(Context& context);
Reply admin_install_server(Context& context);

}  // namespace cxload::standin::web
