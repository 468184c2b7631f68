/// Tables: what a deployment remembers, column by column: the schema, the checks of what is written and the
/// JSON of what is read are made of it. To add one: its columns and its line in tables.cpp.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cxload::standin::store {

enum class Type : std::uint8_t {
  integer,
  real,
  money,  ///< a number in JSON, ten-thousandths inside: sums are exact
  text,
  boolean,
  list,    ///< JSON array
  object,  ///< JSON object
  any,     ///< any JSON
  blob     ///< never in JSON
};

enum class Rule : std::uint8_t {
  free,
  required,  ///< there, and not empty
  unique     ///< required, and nobody else's
};

struct Column {
  std::string_view name;
  Type type = Type::text;
  Rule rule = Rule::free;
  std::string_view owner = {};  ///< the table whose id it holds; what it owns goes with it
};

/// Each has an `id`, an integer that the store gives.
struct Table {
  std::string_view name;  ///< also its path under /admin/, with '/' for '_' where `path` is empty
  std::span<const Column> columns;
  std::string_view path = {};

  [[nodiscard]] const Column* find(std::string_view column) const;
};

[[nodiscard]] std::span<const Table* const> tables();
[[nodiscard]] const Table* find_table(std::string_view path);  ///< by its path under /admin/
[[nodiscard]] std::string make_schema();

extern const Table customers, contacts, sip_users, routes, payments, alerts, packages, contracts, brands,
    templates, buttons, forms, scripts, campaigns, leads, cursors, phonebook, phonebook_numbers, voicemails,
    vouchers, subscriptions, certificates, names, servers;

}  // namespace cxload::standin::store
