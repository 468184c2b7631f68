#include "store.hpp"

#include <cmath>

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cxload/base/text.hpp>

namespace cxload::standin::store {
namespace {

constexpr double largest_amount = 1e9;
constexpr std::size_t longest_text = 256 * 1024;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

std::optional<double> number_of(const json::value& value) {
  boost::system::error_code error;
  const auto number = value.to_number<double>(error);
  if (error || !std::isfinite(number)) return std::nullopt;
  return number;
}

/// Nothing when the value is not what the column holds.
std::optional<Value> to_value(Type type, const json::value& value) {
  if (value.is_null()) return Value(std::monostate());
  switch (type) {
    case Type::integer: {
      boost::system::error_code error;
      const auto number = value.to_number<std::int64_t>(error);
      if (error) return std::nullopt;
      return Value(number);
    }
    case Type::real:
    case Type::money: {
      const auto number = number_of(value);
      if (!number || std::fabs(*number) > largest_amount) return std::nullopt;
      if (type == Type::real) return Value(*number);
      return Value(static_cast<std::int64_t>(std::llround(*number * money_units)));
    }
    case Type::text:
      if (!value.is_string() || value.as_string().size() > longest_text) return std::nullopt;
      return Value(std::string(view(value.as_string())));
    case Type::boolean:
      if (!value.is_bool()) return std::nullopt;
      return Value(static_cast<std::int64_t>(value.as_bool()));
    case Type::list:
      return value.is_array() ? std::optional(Value(json::serialize(value))) : std::nullopt;
    case Type::object:
      return value.is_object() ? std::optional(Value(json::serialize(value))) : std::nullopt;
    case Type::any:
      return Value(json::serialize(value));
    case Type::blob:
      break;
  }
  return std::nullopt;
}

json::value to_json(Type type, const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return nullptr;
  if (type == Type::money) return to_amount(std::get<std::int64_t>(value));
  if (type == Type::boolean) return std::get<std::int64_t>(value) != 0;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* number = std::get_if<double>(&value)) return *number;
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return nullptr;
  if (type == Type::text) return json::string(json::string_view(text->data(), text->size()));
  boost::system::error_code error;
  json::value parsed = json::parse(json::string_view(text->data(), text->size()), error);
  return error ? json::value(nullptr) : parsed;
}

bool is_empty(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return std::holds_alternative<std::monostate>(value) ||
         (text != nullptr && cxload::text::trim(*text).empty());
}

std::string refuse(const Column& column) {
  return fmt::format("{} is missing or not as it must be", column.name);
}

}  // namespace

double to_amount(std::int64_t units) { return static_cast<double>(units) / static_cast<double>(money_units); }

std::string text_in(const json::object& row, std::string_view column) {
  const json::value* value = row.if_contains(json::string_view(column.data(), column.size()));
  return value != nullptr && value->is_string() ? std::string(view(value->as_string())) : std::string();
}

std::int64_t number_in(const json::object& row, std::string_view column) {
  const json::value* value = row.if_contains(json::string_view(column.data(), column.size()));
  boost::system::error_code error;
  const auto number = value != nullptr ? value->to_number<std::int64_t>(error) : 0;
  return error ? 0 : number;
}

bool flag_in(const json::object& row, std::string_view column) {
  const json::value* value = row.if_contains(json::string_view(column.data(), column.size()));
  return value != nullptr && value->is_bool() && value->as_bool();
}

std::int64_t units_in(const json::object& row, std::string_view column) {
  const json::value* value = row.if_contains(json::string_view(column.data(), column.size()));
  const auto number = value != nullptr ? number_of(*value) : std::nullopt;
  if (!number || std::fabs(*number) > largest_amount) return 0;
  return static_cast<std::int64_t>(std::llround(*number * money_units));
}

Outcome<std::unique_ptr<Store>> Store::open(const std::string& path) {
  auto database = Database::open(path);
  if (!database) return database.error();
  (*database)->run_script(make_schema());
  if (!(*database)->fault().empty())
    return Failure{"local.standin", "the stand-in's tables: " + (*database)->fault()};
  return std::unique_ptr<Store>(new Store(std::move(*database)));
}

Written Store::write(const Table& table, const std::string& sql, const Values& values) {
  switch (database_->run(sql, values)) {
    case Ran::done:
      return {database_->last_id()};
    case Ran::duplicate:
      return {0, 409, fmt::format("there is such a {} already", table.name)};
    case Ran::refused:
      return {0, 422, "what it belongs to is not there"};
    case Ran::failed:
      break;
  }
  return {0, 500, "the store failed"};
}

Written Store::insert(const Table& table, const json::object& row) {
  std::string columns;
  std::string marks;
  Values values;
  for (const auto& [key, one] : row)
    if (key != "id" && table.find({key.data(), key.size()}) == nullptr)
      return {0, 422, fmt::format("{} has no {}", table.name, text::printable({key.data(), key.size()}, 64))};
  for (const Column& column : table.columns) {
    const json::value* given = row.if_contains(json::string_view(column.name.data(), column.name.size()));
    const auto value = given == nullptr ? Value(std::monostate()) : to_value(column.type, *given);
    if (!value || (column.rule != Rule::free && is_empty(*value))) return {0, 422, refuse(column)};
    if (given == nullptr) continue;
    columns += fmt::format("{}\"{}\"", columns.empty() ? "" : ", ", column.name);
    marks += marks.empty() ? "?" : ", ?";
    values.push_back(*value);
  }
  if (const json::value* id = row.if_contains("id")) {
    columns += columns.empty() ? "id" : ", id";
    marks += marks.empty() ? "?" : ", ?";
    const auto value = to_value(Type::integer, *id);
    if (!value) return {0, 422, "id is a number"};
    values.push_back(*value);
  }
  return write(table,
               values.empty()
                   ? fmt::format("INSERT INTO \"{}\" DEFAULT VALUES", table.name)
                   : fmt::format("INSERT INTO \"{}\" ({}) VALUES ({})", table.name, columns, marks),
               values);
}

Written Store::update(const Table& table, Id id, const json::object& row) {
  std::string sets;
  Values values;
  for (const auto& [key, one] : row) {
    if (key == "id") continue;
    const Column* column = table.find({key.data(), key.size()});
    if (column == nullptr)
      return {0, 422, fmt::format("{} has no {}", table.name, text::printable({key.data(), key.size()}, 64))};
    const auto value = to_value(column->type, one);
    if (!value || (column->rule != Rule::free && is_empty(*value))) return {0, 422, refuse(*column)};
    sets += fmt::format("{}\"{}\" = ?", sets.empty() ? "" : ", ", column->name);
    values.push_back(*value);
  }
  if (values.empty()) return get(table, id) ? Written{id} : Written{0, 404, "not found"};
  values.emplace_back(id);
  Written written = write(table, fmt::format("UPDATE \"{}\" SET {} WHERE id = ?", table.name, sets), values);
  if (written && database_->changed() == 0) return {0, 404, "not found"};
  written.id = id;
  return written;
}

bool Store::remove(const Table& table, Id id) {
  const Values values = {id};
  return database_->run(fmt::format("DELETE FROM \"{}\" WHERE id = ?", table.name), values) == Ran::done &&
         database_->changed() > 0;
}

std::vector<json::object> Store::select(const Table& table, std::initializer_list<Condition> conditions,
                                        bool only_one) {
  std::string sql = "SELECT id";
  for (const Column& column : table.columns)
    if (column.type != Type::blob) sql += fmt::format(", \"{}\"", column.name);
  sql += fmt::format(" FROM \"{}\"", table.name);
  Values values;
  for (const Condition& condition : conditions) {
    sql += fmt::format("{} \"{}\" = ?", values.empty() ? " WHERE" : " AND", condition.column);
    values.push_back(condition.value);
  }
  sql += only_one ? " ORDER BY id LIMIT 1" : " ORDER BY id";
  std::vector<json::object> found;
  for (const Values& row : database_->query(sql, values)) {
    json::object& object = found.emplace_back();
    std::size_t at = 0;
    object["id"] = std::get<std::int64_t>(row[at++]);
    for (const Column& column : table.columns)
      if (column.type != Type::blob)
        object[json::string_view(column.name.data(), column.name.size())] = to_json(column.type, row[at++]);
  }
  return found;
}

std::optional<json::object> Store::get(const Table& table, Id id) { return find_one(table, {{"id", id}}); }

std::optional<json::object> Store::find_one(const Table& table, std::initializer_list<Condition> conditions) {
  std::vector<json::object> found = select(table, conditions, true);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<json::object> Store::find(const Table& table, std::initializer_list<Condition> conditions) {
  return select(table, conditions, false);
}

void Store::clear() {
  const auto all = tables();
  for (auto table = all.rbegin(); table != all.rend(); ++table)
    database_->run(fmt::format("DELETE FROM \"{}\"", (*table)->name));
}

}  // namespace cxload::standin::store
