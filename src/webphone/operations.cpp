#include <array>

#include <cxload/webphone/operations.hpp>

namespace cxload::webphone::op {
namespace {

constexpr auto table = std::to_array<std::string_view>({
    shell,
    manifest,
    worker,
    version,
    config,
    login,
    otp,
    prov,
    logout,
    jwt,
    jwt_refresh,
    signup,
    signup_verify,
    button_list,
    button_get,
    button_run,
    form_list,
    form_get,
    form_submit,
    agent_campaigns,
    agent_current,
    agent_next,
    agent_save,
    contacts_list,
    history,
    voicemail_list,
    voicemail_audio,
    voicemail_delete,
    balance,
    payment_methods,
    payment_create,
    voucher,
    push_subscribe,
    push_unsubscribe,
    portal_login,
    portal_signup,
    portal_balance,
    portal_payments,
    portal_packages,
    portal_contracts,
    portal_alerts,
    portal_routes,
});

}  // namespace

std::span<const std::string_view> all() { return table; }

}  // namespace cxload::webphone::op
