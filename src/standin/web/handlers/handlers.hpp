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
/// A session for a SIP user, its cookie and token, with `more` beside them.
Reply welcome(Context& context, Session session, json::object more);

// provisioning.cpp
Reply get_config(Context& context);
Reply get_provisioning(Context& context);
[[nodiscard]] json::object make_provisioning(Context& context, const std::string& username);

}  // namespace cxload::standin::web
