/// PhoneView: what a person sees of a provisioned phone: titles, menu, settings, balance (WP-NAV, WP-FLAG,
/// WP-MENU).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <cxload/webphone/provisioning.hpp>

namespace cxload::webphone {

enum class Side : std::uint8_t { left, right };

struct Setting {
  std::string name, value;
};

struct PhoneView {
  std::string title;  ///< brand; the username with TITLE_USERNAME, once logged in
  std::vector<MenuItem> footer;
  Side drawer = Side::left;
  std::optional<std::string> uuid;     ///< in the side menu, unless hidden
  std::optional<std::string> balance;  ///< "5.00 USD", only with BALANCE
  std::vector<Setting> settings;       ///< display name, SIP information, WS URL; never the password (A-29)
  bool settings_editable = false;
  std::vector<PaymentMethod> payments;  ///< only with ACCEPT_PAYMENT
  bool offers_sign_up = false;
  bool answers_by_itself = false;
};
[[nodiscard]] PhoneView view_of(const Provisioning& provisioning, bool is_logged_in = true);

/// What a flag means for a flag of the scenario's expectation: data that must not be there without it
/// (WP-FLAG-BAL-2, WP-FLAG-PAY-3), and a balance that must equal the account's (WP-FLAG-BAL-1).
void judge_flags(const Provisioning& provisioning, std::optional<Money> account_balance, Findings& findings);
/// WP-CFG-BRAND-2, WP-DOM-B-4, WP-SIG-REG-3: against what is known about the deployment. Empty: not known.
struct Deployment {
  std::string account_name;
  std::string brand_name;
  std::string webrtc_host;
};
void judge_deployment(const Provisioning& provisioning, const Deployment& known, Findings& findings);

/// The dial pad: `*#0*#` switches the debug mode on with its last key and is never dialled (WP-DBG, A-07).
class DialPad {
 public:
  static constexpr std::string_view debug_code = "*#0*#";
  void press(char key);  ///< 0-9 * # +; anything else is ignored
  [[nodiscard]] bool is_debugging() const { return debugging_; }
  [[nodiscard]] const std::string& entered() const { return entered_; }
  [[nodiscard]] std::optional<std::string> dial();  ///< what is called; nothing when the field is empty

 private:
  std::string entered_;
  bool debugging_ = false;
};

}  // namespace cxload::webphone
