#include "own_rows.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "../web/brand.hpp"
#include "../web/json.hpp"
#include "fixtures.hpp"

namespace cxload::standin::store {
namespace {

constexpr std::size_t most_rows = 100'000;

/// 0: there is none yet.
Id find_known(Store& store, const Table& table, const json::object& row) {
  const Id id = number_in(row, "id");
  if (id > 0) return store.get(table, id) ? id : 0;
  if (&table != &brands) return 0;
  const auto known = store.find_one(brands, {{"domain", text_in(row, "domain")}});
  return known ? number_in(*known, "id") : 0;
}

std::string put_row(Store& store, const Table& table, json::object row) {
  if (&table == &brands)
    if (std::string wrong = web::tidy_brand(row); !wrong.empty()) return wrong;
  if (const Id known = find_known(store, table, row); known != 0) return store.update(table, known, row).why;
  complete(table, row);
  if (&table == &brands && row.if_contains("account_id") == nullptr) row["account_id"] = own_account;
  return store.insert(table, row).why;
}

}  // namespace

void complete(const Table& table, json::object& row) {
  const auto put = [&row](std::string_view key, json::value value) {
    if (row.if_contains(web::key_of(key)) == nullptr) row[web::key_of(key)] = std::move(value);
  };
  if (&table == &buttons) {
    put("account_id", own_account);
    put("icon", "bolt");
    put("tooltip", web::key_of(text_in(row, "label")));
    put("type", "default");
    put("placement", "agent");
  }
  if (&table == &leads) {
    put("campaign_id", 1);
    put("status", "New");
  }
}

std::string put_own_rows(Store& store, const json::object& rows) {
  std::size_t count = 0;
  for (const auto& [name, list] : rows) {
    const std::string shown = text::printable({name.data(), name.size()}, 64);
    const Table* table = find_table({name.data(), name.size()});
    if (table == nullptr) return fmt::format("there is no table \"{}\"", shown);
    if (table == &sip_users) return "SIP users are the accounts of the settings";
    if (!list.is_array()) return fmt::format("{} must be a list of rows", shown);
    for (const json::value& one : list.as_array()) {
      if (!one.is_object()) return fmt::format("a row of {} must be an object", shown);
      if (++count > most_rows) return fmt::format("more than {} rows", most_rows);
      if (const std::string wrong = put_row(store, *table, one.as_object()); !wrong.empty())
        return fmt::format("{}: {}", shown, wrong);
    }
  }
  return {};
}

}  // namespace cxload::standin::store
