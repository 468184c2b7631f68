#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/provisioning.hpp>

#include "provisioning_parts.hpp"
#include "shape.hpp"

namespace cxload::webphone {
namespace {

const Json* set_member(const Json& value, std::string_view name) {
  const Json* member = value.find(name);
  return member == nullptr || member->is_null() ? nullptr : member;
}

/// What is public, too: brand, flags, look.
void read_public(const Json& value, Provisioning& prov) {
  prov.brand_name = text_of(value, "brandName");
  prov.currency = text_of(value, "currency");
  prov.uuid = text_of(value, "uuid");
  prov.css = text_of(value, "css");
  if (const Json* flags = set_member(value, "flags")) prov.flags = read_flags(*flags, prov.findings);
  if (const Json* menu = set_member(value, "menu")) prov.menu = read_menu(*menu, prov.findings);
  prov.vapid_public_key = text_of(value, "vapidPublicKey");
  if (const Json* push = set_member(value, "push"); push != nullptr && prov.vapid_public_key.empty())
    prov.vapid_public_key = text_of(*push, "vapidPublicKey");
  if (prov.brand_name.empty()) prov.findings.add("WP-CFG-BRAND-1", Level::must, "there is no brandName");
  if (text::to_lower(prov.css).find("</style") != std::string::npos)
    prov.findings.add("WP-CSS-2", Level::should, "the CSS closes its style element");
}

void read_rest(const Json& value, Provisioning& prov) {
  if (set_member(value, "menu") == nullptr) prov.findings.add("WP-NAV-1", Level::must, "there is no menu");
  if (const Json* codec = set_member(value, "codec")) prov.codec = read_codec_rules(*codec, prov.findings);
  prov.setup = truth_of(value, "setup");
  if (const Json* methods = set_member(value, "paymentMethods"))
    prov.payment_methods = read_payment_methods(*methods, prov.findings);
  if (const Json* balance = set_member(value, "balance")) {
    prov.balance = Money::from(*balance);
    if (!prov.balance)
      prov.findings.add("WP-FLAG-BAL-1", Level::must,
                        fmt::format("balance is {}, not an amount", balance->type_name()));
  }
  if (const Json* mirror = set_member(value, "autoAnswer");
      mirror != nullptr && truth_of(value, "autoAnswer") != prov.answers_by_itself())
    prov.findings.add("WP-FLAG-ANS-1", Level::info,
                      "autoAnswer says something else than the flag, which counts");
  if (const Json* buttons = set_member(value, "buttons")) {
    auto list = read_buttons(*buttons, prov.findings);
    prov.has_buttons = list.has_value();
    if (list)
      prov.buttons = std::move(*list);
    else
      prov.findings.add("WP-BTN-LIST-1", Level::should, list.error().detail);
  }
}

}  // namespace

Outcome<Provisioning> parse_provisioning(std::string_view text, const JsonLimits& limits) {
  const auto value = parse_json(text, limits);
  if (!value) return value.error();
  return read_provisioning(*value);
}

Outcome<Provisioning> read_provisioning(const Json& value) {
  if (value.if_object() == nullptr) return wrong_shape("the provisioning", "an object", value);
  const Json* user = set_member(value, "sipUser");
  if (user == nullptr) return Failure{"http.shape", "the provisioning has no sipUser"};
  Provisioning prov;
  auto sip_user = read_sip_user(*user, prov.findings);
  if (!sip_user) return sip_user.error();
  prov.sip_user = std::move(*sip_user);
  read_public(value, prov);
  read_rest(value, prov);
  return prov;
}

Outcome<Provisioning> read_site_config(const Json& value) {
  if (value.if_object() == nullptr) return wrong_shape("the site's config", "an object", value);
  Provisioning prov;
  read_public(value, prov);
  for (const char* secret : {"sipUser", "balance", "jwt"})
    if (set_member(value, secret) != nullptr)
      prov.findings.add("WP-SEC-HTTP-1", Level::should, fmt::format("{} is given without a login", secret));
  if (truth_of(value, "registerEnabled")) prov.flags.add(Flag::register_accounts);
  return prov;
}

}  // namespace cxload::webphone
