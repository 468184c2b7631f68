// What a phone needs to know: before the login by Host, after it by user.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/net/endpoint.hpp>

#include "../../store/fixtures.hpp"
#include "../money.hpp"
#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

json::array to_texts(const std::vector<std::string>& texts) {
  json::array array;
  for (const std::string& text : texts) array.emplace_back(key_of(text));
  return array;
}

/// Items with a position, in its order; two of the same one stay as they were configured.
json::array make_menu(const Context& context) {
  std::vector<json::object> items;
  for (const json::value& one : context.brand.menu) {
    const json::object* item = one.if_object();
    if (item == nullptr) continue;
    const std::int64_t position = store::number_in(*item, "position");
    if (position <= 0 && !context.faults.menu_shows_disabled) continue;
    json::object shown;
    for (const std::string_view key : {"id", "title", "url", "icon"})
      shown[key_of(key)] = key_of(store::text_in(*item, key));
    shown["order"] = position;
    items.push_back(std::move(shown));
  }
  const auto by_order = [](const json::object& a, const json::object& b) {
    return store::number_in(a, "order") < store::number_in(b, "order");
  };
  std::stable_sort(items.begin(), items.end(), by_order);
  if (context.faults.menu_reversed) std::reverse(items.begin(), items.end());
  return to_array(items);
}

std::string make_server_url(const Context& context) {
  std::string host = context.brand.webrtc_host;
  if (host.empty()) host = context.site.exchange().websocket_door();
  if (context.faults.host_is_address) {
    const std::size_t colon = host.rfind(':');
    host = "127.0.0.1" + (colon == std::string::npos ? std::string() : host.substr(colon));
  }
  return (context.faults.mixed_ws ? "ws://" : "wss://") + host;
}

std::string brand_name(const Context& context) {
  if (!context.faults.shows_account) return context.brand.name;
  return fmt::format("Account {}", context.brand.account);
}

json::object make_uuid(const Context& context) {
  return {{"deploy", key_of(context.site.deploy_id())}, {"version", key_of(app_version_id(context))}};
}

json::object make_sip_user(const Context& context, const std::string& username) {
  const auto row = context.site.find_user(username);
  const std::string cli = row ? store::text_in(*row, "cli") : std::string();
  json::object user;
  user["displayName"] = key_of(row ? store::text_in(*row, "display_name") : username);
  user["cli"] = cli.empty() ? json::value(nullptr) : json::value(key_of(cli));
  user["username"] = key_of(username);
  user["password"] = key_of(context.site.exchange().password_of(username).value_or(""));
  user["wsServer"] = key_of(make_server_url(context));
  user["realm"] = key_of(context.site.config().domain);
  return user;
}

}  // namespace

Reply get_config(Context& context) {
  const Brand& brand = context.brand;
  json::object config = {{"brandName", key_of(brand_name(context))},
                         {"css", key_of(brand.css)},
                         {"flags", to_texts(brand.flags)},
                         {"registerEnabled", brand.has("REGISTER")},
                         {"currencies", {"USD"}},
                         {"vapidPublicKey", key_of(context.site.push_key())},
                         {"uuid", make_uuid(context)}};
  json::array quirks;
  for (const std::string_view quirk : context.faults.quirks) quirks.emplace_back(key_of(quirk));
  if (!quirks.empty()) config["quirks"] = std::move(quirks);
  return reply_json(config);
}

json::object make_provisioning(Context& context, const std::string& username) {
  const Brand& brand = context.brand;
  const auto row = context.site.find_user(username);
  const store::Id customer = row ? store::number_in(*row, "customer_id") : 0;
  json::object prov;
  prov["brandName"] = key_of(brand_name(context));
  prov["menu"] = make_menu(context);
  prov["currency"] = key_of(currency_of(context.store(), customer));
  prov["flags"] = to_texts(brand.flags);
  prov["codec"] = {{"delete", to_texts(brand.codec_delete)}, {"priority", to_texts(brand.codec_priority)}};
  prov["setup"] = true;
  if (brand.has("ACCEPT_PAYMENT") || context.faults.payment_without_flag)
    prov["paymentMethods"] = payment_methods(context.store(), customer);
  if (brand.has("BALANCE") || context.faults.balance_without_flag)
    prov["balance"] = store::to_amount(balance_of(context.store(), customer, context.faults));
  prov["autoAnswer"] = brand.has("AUTO_ANSWER");
  prov["css"] = key_of(brand.css);
  prov["uuid"] = make_uuid(context);
  prov["push"] = {{"vapidPublicKey", key_of(context.site.push_key())}};
  prov["sipUser"] = make_sip_user(context, username);
  return prov;
}

Reply get_provisioning(Context& context) {
  const auto& accounts = context.site.config().accounts;
  if (context.session == nullptr && context.faults.open_prov && !accounts.empty())
    return reply_json(make_provisioning(context, accounts.front().user));
  if (context.session == nullptr) return refuse(401, "Unauthorized");
  if (context.session->username.empty()) return refuse(403, "this is the phone's");
  return reply_json(make_provisioning(context, context.session->username));
}

}  // namespace cxload::standin::web
