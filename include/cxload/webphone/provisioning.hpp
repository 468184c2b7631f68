/// Provisioning: what the portal tells a phone after login (F-17): menu, flags, codecs, credentials.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/webphone/button.hpp>
#include <cxload/webphone/codec_rules.hpp>
#include <cxload/webphone/finding.hpp>
#include <cxload/webphone/json.hpp>
#include <cxload/webphone/money.hpp>

namespace cxload::webphone {

enum class Flag : std::uint8_t {
  hide_uuid,
  menu_right,
  balance,
  edit_settings,
  register_accounts,
  title_username,
  accept_payment,
  auto_answer,
  otp_login
};
[[nodiscard]] std::string_view to_string(Flag flag);  ///< on the wire: "HIDE_UUID"

/// Threads: none; a value type.
class Flags {
 public:
  [[nodiscard]] bool has(Flag flag) const { return (bits_ & bit(flag)) != 0; }
  void add(Flag flag) { bits_ = static_cast<std::uint16_t>(bits_ | bit(flag)); }
  bool operator==(const Flags&) const = default;

 private:
  static constexpr unsigned bit(Flag flag) { return 1U << static_cast<unsigned>(flag); }
  std::uint16_t bits_ = 0;
};

struct MenuItem {
  std::string id, title, url, icon;
  std::optional<std::int64_t> order;  ///< 1 is far left
  bool operator==(const MenuItem&) const = default;
};

struct PaymentMethod {
  std::string gateway;  ///< "stripe"
  std::string label;
  std::vector<std::string> currencies;  ///< upper case
  Money min_payment;
  std::string public_key;
  bool operator==(const PaymentMethod&) const = default;
};

struct SipUser {
  std::string display_name;
  std::string cli;  ///< empty: none
  std::string username;
  std::string password;  ///< a secret: never into reports, traces or findings
  std::vector<std::string>
      ws_servers;  ///< wss URLs, tried in this order; the portal gives one or a comma list
  std::string realm;
  bool operator==(const SipUser&) const = default;
};

struct Provisioning {
  std::string brand_name;
  std::vector<MenuItem> menu;  ///< visible items, left to right
  std::string currency;
  Flags flags;
  CodecRules codec;
  bool setup = false;
  std::vector<PaymentMethod> payment_methods;
  std::optional<Money> balance;  ///< as received; `PhoneView` says whether it is shown
  SipUser sip_user;
  std::string uuid;
  std::string css;
  std::vector<Button> buttons;
  bool has_buttons = false;  ///< the portal sent a list: no need to ask for one
  std::string vapid_public_key;
  Findings findings;

  [[nodiscard]] bool answers_by_itself() const { return flags.has(Flag::auto_answer); }
};

/// A portal's mistakes are findings as long as a phone can go on. Failures: http.json, http.json_limit,
/// http.shape (no object, no sipUser with username and wsServer).
[[nodiscard]] Outcome<Provisioning> parse_provisioning(std::string_view text, const JsonLimits& limits = {});
[[nodiscard]] Outcome<Provisioning> read_provisioning(const Json& value);

/// The part that is public before login: brand, css, flags, uuid, push key; no sipUser is expected, one is a
/// finding.
[[nodiscard]] Outcome<Provisioning> read_site_config(const Json& value);

}  // namespace cxload::webphone
