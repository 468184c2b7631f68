#include "fixtures.hpp"

#include <boost/json.hpp>

#include <cxload/base/text.hpp>
#include <cxload/net/endpoint.hpp>

#include "../web/brand.hpp"
#include "../web/json.hpp"
#include "fixture_rows.hpp"
#include "own_rows.hpp"

namespace cxload::standin::store {
namespace {

constexpr Id endless_campaign = 2;

struct MenuItem {
  std::string_view id, title, icon, url;
};
constexpr auto menu_items =
    std::to_array<MenuItem>({{"home", "Home", "mdi-home", "/"},
                             {"dialpad", "Dialpad", "mdi-dialpad", "/dialpad"},
                             {"agent", "Agent", "mdi-account-tie-voice", "/agent"},
                             {"history", "History", "mdi-history", "/call-log"},
                             {"contacts", "Contacts", "mdi-card-account-phone", "/contacts"},
                             {"settings", "Settings", "mdi-cog", "/settings"},
                             {"custom", "Custom", "mdi-star", "/page/custom"}});

/// All seven; `positions` from the far left, 0: disabled.
json::array make_menu(const std::array<int, menu_items.size()>& positions) {
  json::array menu;
  for (std::size_t i = 0; i < menu_items.size(); ++i) {
    const MenuItem& item = menu_items[i];
    menu.push_back({{"id", web::key_of(item.id)},
                    {"title", web::key_of(item.title)},
                    {"icon", web::key_of(item.icon)},
                    {"url", web::key_of(item.url)},
                    {"position", positions[i]}});
  }
  return menu;
}

json::object first_brand(const Config& config) {
  return {{"domain", web::key_of(web_host_of(config))},
          {"account_id", own_account},
          {"brandName", "Acme Phone"},
          {"templateCustomer", template_customer},
          {"registerSuccessHtml", "<p>Complete</p>"},
          {"menu", make_menu({1, 2, 3, 4, 5, 6, 0})},
          {"template", 1},
          {"flags", {"BALANCE", "EDIT_SETTINGS", "REGISTER", "ACCEPT_PAYMENT"}},
          {"restrictCustomerLogin", json::array()},
          {"css", ":root { --brand: #1967d2; }"},
          {"codecDelete", json::array()},
          {"codecPriority", json::array()}};
}

/// As bare as can be, and for one company only.
json::object second_brand(const Config& config) {
  return {{"domain", web::key_of("second." + web_host_of(config))},
          {"account_id", own_account},
          {"brandName", "Second Phone"},
          {"templateCustomer", template_customer},
          {"registerSuccessHtml", "Complete"},
          {"menu", make_menu({1, 2, 0, 3, 4, 0, 5})},
          {"template", 2},
          {"flags", json::array()},
          {"restrictCustomerLogin", {second_customer}},
          {"css", ""},
          {"codecDelete", {"PC.*", "opus.*"}},
          {"codecPriority", {"red.*"}}};
}

void date(json::object& row, const std::string& now) {
  for (auto& [key, value] : row)
    if (value.is_string() && value.as_string() == "{{now}}") value = web::key_of(now);
}

bool fill_rows(Store& store, std::string_view rows, const std::string& now) {
  const json::value document = json::parse(web::key_of(rows));
  for (const auto& [name, list] : document.as_object())
    for (const json::value& one : list.as_array()) {
      const auto all = tables();
      const auto table =
          std::find_if(all.begin(), all.end(), [&](const Table* t) { return name == web::key_of(t->name); });
      json::object row = one.as_object();
      date(row, now);
      complete(**table, row);
      if (!store.insert(**table, row)) return false;
      if (*table != &leads) continue;
      row["campaign_id"] = endless_campaign;
      if (!store.insert(leads, row)) return false;
    }
  return true;
}

/// The platform's own names and its server; what leads to them comes with the domains.
bool fill_domains(Store& store, const Config& config) {
  constexpr int minute = 60;
  const std::string zone = zone_of(config);
  const std::string_view type = config.listen.find(':') == std::string::npos ? "A" : "AAAA";
  for (const std::string_view name : {"web.", "edge.host.", "anyedge."}) {
    const json::object row = {{"name", web::key_of(std::string(name) + zone)},
                              {"type", web::key_of(type)},
                              {"value", web::key_of(config.listen)},
                              {"ttl", minute}};
    if (!store.insert(names, row)) return false;
  }
  if (net::Address::parse(config.domain)) return true;
  const json::object alias = {{"name", web::key_of(text::to_lower(config.domain))},
                              {"type", "CNAME"},
                              {"value", web::key_of("edge.host." + zone)},
                              {"ttl", minute}};
  const json::object certificate = {{"domain", web::key_of(text::to_lower(config.domain))},
                                    {"status", "Valid"}};
  json::object edge = {{"fqdn", web::key_of(config.domain)}, {"tls", true}, {"webrtc", true}};
  edge["installed"] = {{"tls", true}, {"webrtc", true}};
  return store.insert(names, alias) && store.insert(certificates, certificate) && store.insert(servers, edge);
}

}  // namespace

std::string zone_of(const Config& config) {
  return net::Address::parse(config.domain) ? std::string("standin.test") : text::to_lower(config.domain);
}

std::string web_host_of(const Config& config) {
  return config.web.host.empty() ? "phone." + zone_of(config) : config.web.host;
}

json::object row_of_account(const std::string& user, const std::string& password) {
  return {{"customer_id", customer_of_account(user)},
          {"username", web::key_of(user)},
          {"password", web::key_of(password)},
          {"display_name", web::key_of("User " + user)},
          {"voicemail", false}};
}

Outcome<> fill(Store& store, const Config& config, WallTime wall) {
  Transaction transaction(store.database());
  const std::string now = web::to_iso(wall);
  const bool is_filled = fill_rows(store, people_rows, now) && fill_rows(store, agent_rows, now) &&
                         store.insert(brands, second_brand(config)) && fill_domains(store, config);
  if (!is_filled) return Failure{"local.standin", "the fixtures do not fit their tables"};
  json::object brand = first_brand(config);
  if (!config.web.brand.empty()) {
    const json::value own = json::parse(web::key_of(config.web.brand));
    for (const auto& [key, value] : own.as_object())
      if (key != "domain") brand[key] = value;
  }
  std::string wrong = web::tidy_brand(brand);
  if (wrong.empty()) wrong = store.insert(brands, brand).why;
  if (!wrong.empty()) return Failure{"local.standin", "web.brand: " + wrong};
  if (!config.web.rows.empty())
    wrong = put_own_rows(store, json::parse(web::key_of(config.web.rows)).as_object());
  if (!wrong.empty()) return Failure{"local.standin", "web.rows: " + wrong};
  return transaction.commit() ? Outcome<>() : Failure{"local.standin", "the fixtures cannot be stored"};
}

}  // namespace cxload::standin::store
