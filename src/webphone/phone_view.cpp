#include <utility>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/phone_view.hpp>

#include "provisioning_parts.hpp"

namespace cxload::webphone {
namespace {

std::vector<Setting> settings_of(const SipUser& user) {
  std::vector<Setting> settings{
      {"Display name", user.display_name}, {"Username", user.username}, {"Realm", user.realm}};
  if (!user.cli.empty()) settings.push_back({"CLI", user.cli});
  settings.push_back({"WS URL", user.ws_servers.empty() ? std::string() : user.ws_servers.front()});
  return settings;
}

}  // namespace

PhoneView view_of(const Provisioning& provisioning, bool is_logged_in) {
  const Flags& flags = provisioning.flags;
  PhoneView view;
  view.title = is_logged_in && flags.has(Flag::title_username) ? provisioning.sip_user.username
                                                               : provisioning.brand_name;
  view.drawer = flags.has(Flag::menu_right) ? Side::right : Side::left;
  if (!flags.has(Flag::hide_uuid)) view.uuid = provisioning.uuid;
  view.offers_sign_up = flags.has(Flag::register_accounts);
  view.answers_by_itself = provisioning.answers_by_itself();
  view.settings_editable = flags.has(Flag::edit_settings);
  if (!is_logged_in) return view;
  view.footer = provisioning.menu;
  view.settings = settings_of(provisioning.sip_user);
  if (flags.has(Flag::balance) && provisioning.balance)
    view.balance = fmt::format("{} {}", provisioning.balance->text(), provisioning.currency);
  if (flags.has(Flag::accept_payment)) view.payments = provisioning.payment_methods;
  return view;
}

void judge_flags(const Provisioning& provisioning, std::optional<Money> account_balance, Findings& findings) {
  const bool shows_balance = provisioning.flags.has(Flag::balance);
  if (!shows_balance && provisioning.balance)
    findings.add("WP-FLAG-BAL-2", Level::should, "the balance is sent although BALANCE is not set");
  if (shows_balance && !provisioning.balance)
    findings.add("WP-FLAG-BAL-1", Level::must, "BALANCE is set and there is no balance");
  if (shows_balance && provisioning.balance && account_balance && *provisioning.balance != *account_balance)
    findings.add("WP-FLAG-BAL-1", Level::must,
                 fmt::format("the phone shows {}, the account has {}", provisioning.balance->text(),
                             account_balance->text()));
  const bool takes_payment = provisioning.flags.has(Flag::accept_payment);
  if (!takes_payment && !provisioning.payment_methods.empty())
    findings.add("WP-FLAG-PAY-3", Level::should,
                 "payment methods are sent although ACCEPT_PAYMENT is not set");
  if (takes_payment && provisioning.payment_methods.empty())
    findings.add("WP-FLAG-PAY-1", Level::must, "ACCEPT_PAYMENT is set and there is no payment method");
}

void judge_deployment(const Provisioning& provisioning, const Deployment& known, Findings& findings) {
  if (!known.brand_name.empty() && provisioning.brand_name != known.brand_name)
    findings.add("WP-CFG-BRAND-1", Level::must,
                 fmt::format("the brand is '{}'", text::printable(provisioning.brand_name, 60)));
  const auto holds_account = [&](std::string_view text) {
    return text.find(known.account_name) != std::string_view::npos;
  };
  if (!known.account_name.empty()) {
    bool is_shown = holds_account(provisioning.brand_name) || holds_account(provisioning.css);
    for (const MenuItem& item : provisioning.menu) is_shown = is_shown || holds_account(item.title);
    if (is_shown) findings.add("WP-CFG-BRAND-2", Level::negative, "the account's name is shown");
  }
  for (const std::string& server : provisioning.sip_user.ws_servers)
    if (!known.webrtc_host.empty() && host_of(server) != text::to_lower(known.webrtc_host) &&
        &server == provisioning.sip_user.ws_servers.data())
      findings.add("WP-SIG-REG-3", Level::must,
                   fmt::format("wsServer leads to '{}'", text::printable(host_of(server), 80)));
}

void DialPad::press(char key) {
  constexpr std::string_view keys = "0123456789*#+";
  constexpr std::size_t most_keys = 64;
  if (keys.find(key) == std::string_view::npos || entered_.size() == most_keys) return;
  entered_ += key;
  if (entered_ != debug_code) return;
  debugging_ = true;
  entered_.clear();
}

std::optional<std::string> DialPad::dial() {
  if (entered_.empty()) return std::nullopt;
  return std::exchange(entered_, {});
}

}  // namespace cxload::webphone
