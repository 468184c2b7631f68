// The operator's side: every table, what happened, and everything as on the first day.
#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "../alerts.hpp"
#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

constexpr std::size_t most_rows = 1000;

/// The table in the path; "switch/user" has two words.
const store::Table* find_table(const Context& context) {
  const std::string name = context.variable("table");
  return store::find_table(name == "switch" ? "switch/user" : name);
}

bool is_about_money(const store::Table& table) {
  return &table == &store::payments || &table == &store::alerts;
}

bool is_about_users(const store::Table& table) {
  return &table == &store::sip_users || &table == &store::customers || &table == &store::routes;
}

/// What depends on a table follows it.
void follow(Context& context, const store::Table& table, const json::object& row) {
  if (&table == &store::brands || &table == &store::templates) context.site.brands().forget();
  if (&table == &store::brands) context.site.domains().adopt(row);
  if (&table == &store::names) context.site.domains().on_name_saved(row);
  if (&table == &store::servers) context.site.domains().on_servers_changed();
  if (&table == &store::sip_users) {
    const std::string user = store::text_in(row, "username");
    context.site.exchange().put_account(user, store::text_in(row, "password"));
    context.site.exchange().put_caller_id(user, store::text_in(row, "cli"));
  }
  if (is_about_money(table)) fire_alerts(context, store::number_in(row, "customer_id"));
  if (is_about_users(table)) context.site.refresh_users();
}

/// And when a row is gone.
void drop(Context& context, const store::Table& table, const json::object& row) {
  if (&table == &store::brands || &table == &store::templates) context.site.brands().forget();
  if (&table == &store::names) context.site.domains().on_names_changed();
  if (&table == &store::servers) context.site.domains().on_servers_changed();
  if (&table == &store::certificates) context.site.exchange().withdraw(store::text_in(row, "domain"));
  if (&table == &store::sip_users) context.site.exchange().remove_account(store::text_in(row, "username"));
  if (is_about_money(table)) fire_alerts(context, store::number_in(row, "customer_id"));
  if (is_about_users(table)) context.site.refresh_users();
}

/// Before it is written. What is wrong; empty: nothing.
std::string prepare(Context& context, const store::Table& table, json::object& row) {
  if (&table == &store::brands) return tidy_brand(row);
  if (&table == &store::names) return context.site.domains().judge_name(row, context.id());
  const bool is_new = context.request.method == "POST";
  if (&table == &store::servers && row.if_contains("installed") != nullptr)
    return "a server is installed by /install";
  if (&table == &store::certificates) {
    if (!is_new) return "a certificate is refreshed, not changed";
    if (row.size() != 1 || row.if_contains("domain") == nullptr)
      return "a certificate takes its domain alone";
    row = {{"domain", key_of(text::to_lower(store::text_in(row, "domain")))}, {"status", "Pending"}};
  }
  if (is_new && table.find("account_id") != nullptr && row.if_contains("account_id") == nullptr)
    row["account_id"] = 1093;
  if (is_new && &table == &store::payments) {
    if (row.if_contains("created") == nullptr) row["created"] = key_of(context.now_text());
    if (row.if_contains("status") == nullptr) row["status"] = "Completed";
  }
  return {};
}

bool has_all(const Context& context, const store::Table& table, const json::object& row) {
  for (const store::Column& column : table.columns) {
    const auto wanted = context.request.query(column.name);
    if (!wanted) continue;
    const bool is_equal = column.type == store::Type::integer
                              ? std::to_string(store::number_in(row, column.name)) == *wanted
                              : store::text_in(row, column.name) == *wanted;
    if (!is_equal) return false;
  }
  return true;
}

Reply write(Context& context, const store::Table& table, store::Id id) {
  Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  if (const std::string wrong = prepare(context, table, *body); !wrong.empty()) return refuse(422, wrong);
  const store::Written written =
      id == 0 ? context.store().insert(table, *body) : context.store().update(table, id, *body);
  return reply_written(context, table, written, id == 0 ? 201 : 200);
}

}  // namespace

Reply reply_written(Context& context, const store::Table& table, const store::Written& written, int status) {
  if (!written) return refuse(written.refusal, written.why);
  const auto row = context.store().get(table, written.id);
  if (!row) return refuse(500, "the store failed");
  follow(context, table, *row);
  return reply_json(*row, status);
}

Reply admin_list(Context& context) {
  const store::Table* table = find_table(context);
  if (table == nullptr) return refuse(404, "there is no such table");
  json::array shown;
  for (json::object& row : context.store().find(*table)) {
    if (shown.size() >= most_rows) break;
    if (has_all(context, *table, row)) shown.emplace_back(std::move(row));
  }
  return reply_json(shown);
}

Reply admin_create(Context& context) {
  const store::Table* table = find_table(context);
  return table == nullptr ? refuse(404, "there is no such table") : write(context, *table, 0);
}

Reply admin_get(Context& context) {
  const store::Table* table = find_table(context);
  const auto row = table == nullptr ? std::nullopt : context.store().get(*table, context.id());
  return row ? reply_json(*row) : refuse(404, "not found");
}

Reply admin_update(Context& context) {
  const store::Table* table = find_table(context);
  if (table == nullptr || context.id() == 0) return refuse(404, "not found");
  return write(context, *table, context.id());
}

Reply admin_remove(Context& context) {
  const store::Table* table = find_table(context);
  const auto row = table == nullptr ? std::nullopt : context.store().get(*table, context.id());
  if (!row) return refuse(404, "not found");
  if (context.faults.contacts_ghost && table == &store::phonebook) return Reply{204};
  context.store().remove(*table, context.id());
  drop(context, *table, *row);
  return Reply{204};
}

Reply admin_get_brand(Context& context) {
  const auto row = context.store().find_one(store::brands, {{"domain", context.variable("domain")}});
  return row ? reply_json(*row) : refuse(404, "there is no such domain");
}

Reply admin_put_brand(Context& context) {
  Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  const std::string domain = text::to_lower(context.variable("domain"));
  (*body)["domain"] = key_of(domain);
  if (const std::string wrong = tidy_brand(*body); !wrong.empty()) return refuse(422, wrong);
  const auto known = context.store().find_one(store::brands, {{"domain", domain}});
  if (!known && body->if_contains("account_id") == nullptr) (*body)["account_id"] = 1093;
  const store::Written written =
      known ? context.store().update(store::brands, store::number_in(*known, "id"), *body)
            : context.store().insert(store::brands, *body);
  return reply_written(context, store::brands, written, known ? 200 : 201);
}

Reply admin_events(Context& context) {
  const auto kind = context.request.query("kind");
  const auto who = context.request.query("user");
  json::array shown;
  for (const Happening& one : context.site.happenings())
    if ((!kind || *kind == one.kind) && (!who || *who == one.who))
      shown.push_back({{"at", key_of(to_iso(one.at))},
                       {"kind", key_of(one.kind)},
                       {"user", key_of(one.who)},
                       {"detail", key_of(one.what)}});
  return reply_json(shown);
}

Reply admin_reset(Context& context) {
  const auto fixture = context.request.query("fixture");
  if (fixture && *fixture != "default") return refuse(404, "there is no such fixture");
  const Outcome<> done = context.site.reset(context.wall);
  return done ? Reply{204} : refuse(500, done.error().detail);
}

}  // namespace cxload::standin::web
