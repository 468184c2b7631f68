/// Store: rows as JSON objects, checked on their way in, over one Database.
#pragma once
#include <initializer_list>
#include <memory>
#include <optional>

#include <boost/json/object.hpp>

#include "database.hpp"
#include "tables.hpp"

namespace cxload::standin::store {

namespace json = boost::json;
using Id = std::int64_t;

/// What became of a write.
struct Written {
  Id id = 0;
  int refusal = 0;  ///< 404 no such row, 409 somebody else's, 422 not as the columns want it, 500
  std::string why = {};
  explicit operator bool() const { return refusal == 0; }
};

struct Condition {
  std::string_view column;
  Value value;
};

/// Threads: one.
class Store {
 public:
  /// Schema made where it is missing. Failure: local.standin.
  static Outcome<std::unique_ptr<Store>> open(const std::string& path);

  Written insert(const Table& table, const json::object& row);
  /// Only the columns in `row`.
  Written update(const Table& table, Id id, const json::object& row);
  bool remove(const Table& table, Id id);
  [[nodiscard]] std::optional<json::object> get(const Table& table, Id id);
  [[nodiscard]] std::optional<json::object> find_one(const Table& table,
                                                     std::initializer_list<Condition> conditions);
  /// By id.
  [[nodiscard]] std::vector<json::object> find(const Table& table,
                                               std::initializer_list<Condition> conditions = {});
  [[nodiscard]] Database& database() { return *database_; }
  void clear();  ///< every table

 private:
  explicit Store(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  Written write(const Table& table, const std::string& sql, const Values& values);
  std::vector<json::object> select(const Table& table, std::initializer_list<Condition> conditions,
                                   bool only_one);

  std::unique_ptr<Database> database_;
};

constexpr std::int64_t money_units = 10'000;

/// Readers of a row; what is null or missing is empty, 0 or false.
[[nodiscard]] std::string text_in(const json::object& row, std::string_view column);
[[nodiscard]] std::int64_t number_in(const json::object& row, std::string_view column);
[[nodiscard]] bool flag_in(const json::object& row, std::string_view column);
/// Money as the store has it.
[[nodiscard]] std::int64_t units_in(const json::object& row, std::string_view column);
[[nodiscard]] double to_amount(std::int64_t units);

}  // namespace cxload::standin::store
