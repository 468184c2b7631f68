// The schema, one table after the other.
#include "tables.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace cxload::standin::store {
namespace {

using enum Type;

constexpr auto customer_columns = std::to_array<Column>({{"account_id", integer},
                                                         {"name", text, Rule::required},
                                                         {"debit_limit", money},
                                                         {"channels", integer},
                                                         {"flow_speed", integer},
                                                         {"tax", real},
                                                         {"currency", text},
                                                         {"min_payment", money},
                                                         {"flags", list},
                                                         {"status", text}});
constexpr auto contact_columns = std::to_array<Column>({{"customer_id", integer, Rule::free, "customer"},
                                                        {"name", text},
                                                        {"email", text, Rule::unique},
                                                        {"password", text, Rule::required}});
constexpr auto user_columns = std::to_array<Column>({{"customer_id", integer, Rule::required, "customer"},
                                                     {"username", text, Rule::unique},
                                                     {"password", text},
                                                     {"display_name", text},
                                                     {"cli", text},
                                                     {"voicemail", boolean},
                                                     {"voicemail_after_ms", integer}});
constexpr auto route_columns = std::to_array<Column>({{"customer_id", integer, Rule::required, "customer"},
                                                      {"name", text, Rule::required},
                                                      {"prefix", text},
                                                      {"rate", money}});
constexpr auto payment_columns = std::to_array<Column>({{"customer_id", integer, Rule::required, "customer"},
                                                        {"description", text},
                                                        {"method", text},
                                                        {"total", money, Rule::required},
                                                        {"fee", money},
                                                        {"currency", text},
                                                        {"status", text},
                                                        {"created", text}});
constexpr auto alert_columns = std::to_array<Column>({{"customer_id", integer, Rule::required, "customer"},
                                                      {"name", text, Rule::required},
                                                      {"threshold", money},
                                                      {"email", text}});
constexpr auto package_columns = std::to_array<Column>({{"customer_id", integer, Rule::required, "customer"},
                                                        {"name", text, Rule::required},
                                                        {"total", money},
                                                        {"recurring", text}});
constexpr auto contract_columns = std::to_array<Column>({{"customer_id", integer, Rule::required, "customer"},
                                                         {"name", text, Rule::required},
                                                         {"revision", integer},
                                                         {"required", boolean},
                                                         {"signed_by", text},
                                                         {"signed", text}});
constexpr auto brand_columns = std::to_array<Column>({{"domain", text, Rule::unique},
                                                      {"account_id", integer},
                                                      {"brandName", text, Rule::required},
                                                      {"webrtcHost", text},
                                                      {"templateCustomer", integer},
                                                      {"registerSuccessHtml", text},
                                                      {"menu", list},
                                                      {"template", integer},
                                                      {"flags", list},
                                                      {"restrictCustomerLogin", list},
                                                      {"css", text},
                                                      {"codecDelete", list},
                                                      {"codecPriority", list}});
constexpr auto template_columns =
    std::to_array<Column>({{"account_id", integer}, {"name", text, Rule::required}, {"html", text}});
constexpr auto button_columns = std::to_array<Column>({{"account_id", integer},
                                                       {"label", text, Rule::required},
                                                       {"icon", text},
                                                       {"tooltip", text},
                                                       {"type", text},
                                                       {"placement", text},
                                                       {"min_select", integer},
                                                       {"max_select", integer},
                                                       {"sandbox_id", integer},
                                                       {"fn", text},
                                                       {"form_id", integer},
                                                       {"sort_order", integer}});
constexpr auto form_columns = std::to_array<Column>({{"account_id", integer},
                                                     {"name", text, Rule::required},
                                                     {"sandbox_id", integer},
                                                     {"placement", text},
                                                     {"schema", list}});
constexpr auto script_columns = std::to_array<Column>({{"account_id", integer},
                                                       {"name", text},
                                                       {"returns", any},
                                                       {"delay_ms", integer},
                                                       {"status", integer},
                                                       {"error", text},
                                                       {"echo", boolean},
                                                       {"counter", integer}});
constexpr auto campaign_columns = std::to_array<Column>({{"account_id", integer},
                                                         {"name", text, Rule::required},
                                                         {"type", text},
                                                         {"form_id", integer},
                                                         {"script", text},
                                                         {"wraps", boolean}});
constexpr auto lead_columns = std::to_array<Column>({{"campaign_id", integer, Rule::required, "campaign"},
                                                     {"key", text, Rule::required},
                                                     {"status", text},
                                                     {"phone_code", text},
                                                     {"alt_phone", text},
                                                     {"title", text},
                                                     {"first_name", text},
                                                     {"middle_initial", text},
                                                     {"last_name", text},
                                                     {"business", text},
                                                     {"address1", text},
                                                     {"address2", text},
                                                     {"address3", text},
                                                     {"city", text},
                                                     {"state", text},
                                                     {"province", text},
                                                     {"postal_code", text},
                                                     {"country_code", text},
                                                     {"gender", text},
                                                     {"date_of_birth", text},
                                                     {"email", text},
                                                     {"comments", text},
                                                     {"vendor_lead_code", text},
                                                     {"source_id", text},
                                                     {"rank", integer},
                                                     {"security_phrase", text},
                                                     {"gmt_offset_now", integer},
                                                     {"decision", text},
                                                     {"decided", text},
                                                     {"decided_by", text}});
constexpr auto cursor_columns = std::to_array<Column>({{"agent", text, Rule::unique},
                                                       {"campaign_id", integer, Rule::free, "campaign"},
                                                       {"lead_id", integer, Rule::free, "lead"}});
constexpr auto phonebook_columns =
    std::to_array<Column>({{"customer_id", integer, Rule::required, "customer"},
                           {"name", text, Rule::required},
                           {"name_given", text},
                           {"name_family", text},
                           {"organization", text},
                           {"type", text},
                           {"category", text}});
constexpr auto number_columns = std::to_array<Column>({{"phonebook_id", integer, Rule::required, "phonebook"},
                                                       {"name", text, Rule::required},
                                                       {"number", text, Rule::required},
                                                       {"extension", text}});
constexpr auto voicemail_columns = std::to_array<Column>({{"uuid", text, Rule::unique},
                                                          {"username", text, Rule::required},
                                                          {"call_id", text},
                                                          {"caller", text},
                                                          {"duration", real},
                                                          {"created", text},
                                                          {"read", boolean},
                                                          {"audio", blob}});
constexpr auto voucher_columns = std::to_array<Column>({{"account_id", integer},
                                                        {"code", text, Rule::unique},
                                                        {"amount", money, Rule::required},
                                                        {"currency", text},
                                                        {"used_by", integer},
                                                        {"used", text}});
constexpr auto subscription_columns = std::to_array<Column>({{"username", text, Rule::required},
                                                             {"endpoint", text, Rule::unique},
                                                             {"p256dh", text, Rule::required},
                                                             {"auth", text, Rule::required}});
constexpr auto certificate_columns = std::to_array<Column>(
    {{"domain", text, Rule::unique}, {"issued", text}, {"expires", text}, {"status", text}});
constexpr auto name_columns = std::to_array<Column>({{"name", text, Rule::required},
                                                     {"type", text, Rule::required},
                                                     {"value", text, Rule::required},
                                                     {"ttl", integer}});
constexpr auto server_columns = std::to_array<Column>({{"fqdn", text, Rule::unique},
                                                       {"tls", boolean},
                                                       {"webrtc", boolean},
                                                       {"ports", object},
                                                       {"installed", object}});
std::string_view type_in_sql(Type type) {
  switch (type) {
    case Type::integer:
    case Type::money:
    case Type::boolean:
      return "INTEGER";
    case Type::real:
      return "REAL";
    case Type::blob:
      return "BLOB";
    default:
      return "TEXT";
  }
}

void append_table(std::string& sql, const Table& table) {
  sql += "CREATE TABLE IF NOT EXISTS \"" + std::string(table.name) + "\" (id INTEGER PRIMARY KEY";
  for (const Column& column : table.columns) {
    sql += ", \"" + std::string(column.name) + "\" " + std::string(type_in_sql(column.type));
    if (column.rule != Rule::free) sql += " NOT NULL";
    if (column.rule == Rule::unique) sql += " UNIQUE";
    if (!column.owner.empty()) sql += " REFERENCES \"" + std::string(column.owner) + "\" ON DELETE CASCADE";
  }
  sql += ");\n";
  for (const Column& column : table.columns) {
    const bool is_key = !column.owner.empty() || (column.name == "username" && column.rule != Rule::unique);
    if (!is_key) continue;
    sql += fmt::format("CREATE INDEX IF NOT EXISTS \"{0}_{1}\" ON \"{0}\" (\"{1}\");\n", table.name,
                       column.name);
  }
}

}  // namespace

const Table customers{"customer", customer_columns};
const Table contacts{"contact", contact_columns};
const Table sip_users{"sip_user", user_columns, "switch/user"};
const Table routes{"route", route_columns};
const Table payments{"payment", payment_columns};
const Table alerts{"alert", alert_columns};
const Table packages{"package", package_columns};
const Table contracts{"contract", contract_columns};
const Table brands{"webphone", brand_columns};
const Table templates{"template", template_columns};
const Table buttons{"button", button_columns};
const Table forms{"form", form_columns};
const Table scripts{"script", script_columns};
const Table campaigns{"campaign", campaign_columns};
const Table leads{"lead", lead_columns};
const Table cursors{"cursor", cursor_columns};
const Table phonebook{"phonebook", phonebook_columns};
const Table phonebook_numbers{"phonebook_number", number_columns, "number"};
const Table voicemails{"voicemail", voicemail_columns};
const Table vouchers{"voucher", voucher_columns};
const Table subscriptions{"subscription", subscription_columns};
const Table certificates{"certificate", certificate_columns};
const Table names{"name", name_columns, "dns"};
const Table servers{"server", server_columns};

const Column* Table::find(std::string_view column) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& one) { return one.name == column; });
  return found == columns.end() ? nullptr : &*found;
}

std::span<const Table* const> tables() {
  static constexpr auto all = std::to_array<const Table*>(
      {&customers,  &contacts,  &sip_users,     &routes,       &payments,  &alerts,
       &packages,   &contracts, &brands,        &templates,    &buttons,   &forms,
       &scripts,    &campaigns, &leads,         &cursors,      &phonebook, &phonebook_numbers,
       &voicemails, &vouchers,  &subscriptions, &certificates, &names,     &servers});
  return all;
}

const Table* find_table(std::string_view path) {
  const auto all = tables();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Table* one) {
    return path == (one->path.empty() ? one->name : one->path);
  });
  return found == all.end() ? nullptr : *found;
}

std::string make_schema() {
  std::string sql;
  for (const Table* table : tables()) append_table(sql, *table);
  return sql;
}

}  // namespace cxload::standin::store
