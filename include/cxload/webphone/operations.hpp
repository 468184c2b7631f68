/// The logical operations of a Web Phone's portal: what a site profile maps, and steps ask for by name.
#pragma once
#include <span>
#include <string_view>

namespace cxload::webphone::op {

inline constexpr std::string_view shell = "shell";
inline constexpr std::string_view manifest = "manifest";
inline constexpr std::string_view worker = "worker";
inline constexpr std::string_view version = "version";
inline constexpr std::string_view config = "config";
inline constexpr std::string_view login = "login";
inline constexpr std::string_view otp = "otp";
inline constexpr std::string_view prov = "prov";
inline constexpr std::string_view logout = "logout";
inline constexpr std::string_view jwt = "jwt";
inline constexpr std::string_view jwt_refresh = "jwt.refresh";
inline constexpr std::string_view signup = "signup";
inline constexpr std::string_view signup_verify = "signup.verify";
inline constexpr std::string_view button_list = "button.list";
inline constexpr std::string_view button_get = "button.get";
inline constexpr std::string_view button_run = "button.run";
inline constexpr std::string_view form_list = "form.list";
inline constexpr std::string_view form_get = "form.get";
inline constexpr std::string_view form_submit = "form.submit";
inline constexpr std::string_view agent_campaigns = "agent.campaigns";
inline constexpr std::string_view agent_current = "agent.current";
inline constexpr std::string_view agent_next = "agent.next";
inline constexpr std::string_view agent_save = "agent.save";
inline constexpr std::string_view contacts_list = "contacts.list";
inline constexpr std::string_view history = "history";
inline constexpr std::string_view voicemail_list = "voicemail.list";
inline constexpr std::string_view voicemail_audio = "voicemail.audio";
inline constexpr std::string_view voicemail_delete = "voicemail.delete";
inline constexpr std::string_view balance = "balance";
inline constexpr std::string_view payment_methods = "payment.methods";
inline constexpr std::string_view payment_create = "payment.create";
inline constexpr std::string_view voucher = "voucher";
inline constexpr std::string_view push_subscribe = "push.subscribe";
inline constexpr std::string_view push_unsubscribe = "push.unsubscribe";
inline constexpr std::string_view portal_login = "portal.login";
inline constexpr std::string_view portal_signup = "portal.signup";
inline constexpr std::string_view portal_balance = "portal.balance";
inline constexpr std::string_view portal_payments = "portal.payments";
inline constexpr std::string_view portal_packages = "portal.packages";
inline constexpr std::string_view portal_contracts = "portal.contracts";
inline constexpr std::string_view portal_alerts = "portal.alerts";
inline constexpr std::string_view portal_routes = "portal.routes";

[[nodiscard]] std::span<const std::string_view> all();

}  // namespace cxload::webphone::op
