// A new customer: a copy of the template customer, made in one piece or not at all.
#include <algorithm>
#include <array>

#include <cxload/base/text.hpp>

#include "../alerts.hpp"
#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

constexpr std::size_t longest_field = 128;
constexpr std::size_t shortest_password = 4;
constexpr auto currencies = std::to_array<std::string_view>({"USD", "EUR", "GBP"});

struct Newcomer {
  std::string name, email, username, password, currency;
};

bool is_user_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_field &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 ||
                  std::string_view("_.+-").find(static_cast<char>(c)) != std::string_view::npos;
         });
}

bool is_email(std::string_view email) {
  const std::size_t at = email.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < email.size() && email.size() <= longest_field &&
         email.find('@', at + 1) == std::string_view::npos &&
         email.find_first_of(" \t\r\n<>\"") == std::string_view::npos;
}

Answer<Newcomer> read_newcomer(const Context& context) {
  const Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  Newcomer one{text_member(*body, "name").value_or(""), text_member(*body, "email").value_or(""),
               text_member(*body, "username").value_or(""), text_member(*body, "password").value_or(""),
               text_member(*body, "currency").value_or("")};
  if (text::trim(one.name).empty() || one.name.size() > longest_field) return refuse(422, "a name is needed");
  if (!is_email(one.email)) return refuse(422, "an e-mail address is needed");
  if (!is_user_name(one.username)) return refuse(422, "a username of letters, digits and _ . + - is needed");
  if (one.password.size() < shortest_password || one.password.size() > longest_field)
    return refuse(422, "a password of four characters at least is needed");
  if (!one.currency.empty() &&
      std::find(currencies.begin(), currencies.end(), one.currency) == currencies.end())
    return refuse(422, "this currency is not offered");
  return one;
}

/// The template's fields but for its identity.
json::object make_customer(const Context& context, const Newcomer& one,
                           const std::optional<json::object>& like) {
  json::object customer = like && !context.faults.signup_loses_fields ? *like : json::object();
  customer.erase("id");
  customer["name"] = key_of(one.name);
  customer["account_id"] = context.brand.account;
  customer["status"] = "Active";
  if (!one.currency.empty()) customer["currency"] = key_of(one.currency);
  if (store::text_in(customer, "currency").empty()) customer["currency"] = "USD";
  return customer;
}

struct Part {
  const store::Table& table;
  bool WebFaults::*lost;
};

/// What is the template's becomes the newcomer's too: payments as of now, contracts not signed yet.
bool copy_parts(const Context& context, store::Id from, store::Id to) {
  const std::array<Part, 5> parts = {{{store::routes, &WebFaults::signup_loses_routes},
                                      {store::payments, &WebFaults::signup_loses_payments},
                                      {store::alerts, &WebFaults::signup_loses_alerts},
                                      {store::packages, &WebFaults::signup_loses_packages},
                                      {store::contracts, &WebFaults::signup_loses_contracts}}};
  constexpr auto too_late = std::chrono::minutes(5);
  const std::string dated = to_iso(context.faults.signup_late ? context.wall + too_late : context.wall);
  for (const Part& part : parts) {
    if (context.faults.*part.lost) continue;
    for (json::object& row : context.store().find(part.table, {{"customer_id", from}})) {
      const store::Id original = store::number_in(row, "id");
      row.erase("id");
      row["customer_id"] = to;
      if (&part.table == &store::payments) row["created"] = key_of(dated);
      if (&part.table == &store::contracts) row["signed_by"] = row["signed"] = nullptr;
      if (context.faults.signup_shares) context.store().remove(part.table, original);
      if (!context.store().insert(part.table, row)) return false;
    }
  }
  return true;
}

Reply duplicate() { return refuse(409, "Duplicate User Detected"); }

/// 0: somebody was faster, or the store failed.
store::Id create(const Context& context, const Newcomer& one) {
  store::Store& store = context.store();
  const store::Id like = context.brand.template_customer;
  store::Transaction transaction(store.database());
  const auto model = like == 0 ? std::nullopt : store.get(store::customers, like);
  const store::Written customer = store.insert(store::customers, make_customer(context, one, model));
  if (!customer) return 0;
  const store::Written user = store.insert(store::sip_users, {{"customer_id", customer.id},
                                                              {"username", key_of(one.username)},
                                                              {"password", key_of(one.password)},
                                                              {"display_name", key_of(one.name)}});
  const store::Written contact = store.insert(store::contacts, {{"customer_id", customer.id},
                                                                {"name", key_of(one.name)},
                                                                {"email", key_of(one.email)},
                                                                {"password", key_of(one.password)}});
  if (!user || !contact || (model && !copy_parts(context, like, customer.id))) return 0;
  return transaction.commit() ? customer.id : 0;
}

/// The defect signup_twice: whoever has the name already, has it no more.
void make_room(const Context& context, const Newcomer& one) {
  if (const auto user = context.store().find_one(store::sip_users, {{"username", one.username}}))
    context.store().remove(store::sip_users, store::number_in(*user, "id"));
  if (const auto contact = context.store().find_one(store::contacts, {{"email", one.email}}))
    context.store().remove(store::contacts, store::number_in(*contact, "id"));
}

}  // namespace

Reply sign_up(Context& context) {
  if (!context.brand.has("REGISTER") && !context.faults.signup_without_flag)
    return refuse(403, "nobody can sign up here");
  const Answer<Newcomer> one = read_newcomer(context);
  if (!one) return one.error();
  if (context.faults.signup_twice) {
    make_room(context, *one);
  } else if (context.site.exchange().password_of(one->username) ||
             context.store().find_one(store::sip_users, {{"username", one->username}}) ||
             context.store().find_one(store::contacts, {{"email", one->email}})) {
    return duplicate();
  }
  const store::Id customer = create(context, *one);
  if (customer == 0) return refuse(500, "the account could not be made");
  if (!context.faults.signup_no_sip) context.site.exchange().put_account(one->username, one->password);
  context.site.call_routes().add(one->username, customer);
  context.site.note(context.wall, "signup", one->username, context.brand.domain);
  fire_alerts(context, customer);
  json::array payments;
  for (json::object& payment : context.store().find(store::payments, {{"customer_id", customer}})) {
    payment.erase("customer_id");
    payments.emplace_back(std::move(payment));
  }
  const std::string html = context.faults.signup_escapes_html ? text::escape_html(context.brand.success_html)
                                                              : context.brand.success_html;
  return reply_json({{"customer_id", customer},
                     {"username", key_of(one->username)},
                     {"successHtml", key_of(html)},
                     {"payments", std::move(payments)}},
                    201);
}

}  // namespace cxload::standin::web
