/// Database: SQLite's C API, wrapped once: prepared statements kept by their text, values, transactions.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include <cxload/base/result.hpp>

struct sqlite3;
struct sqlite3_stmt;

namespace cxload::standin::store {

using Blob = std::vector<std::byte>;
using Value = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;
using Values = std::vector<Value>;

enum class Ran : std::uint8_t {
  done,
  duplicate,
  refused,  ///< by another constraint: an owner that is not there
  failed
};

/// Threads: one. Whatever goes wrong beyond constraints (a full disk, a wrong statement) is remembered in
/// fault() and makes every answer a failure of the server.
class Database {
 public:
  /// A path, or empty: in memory. Failure: local.standin.
  static Outcome<std::unique_ptr<Database>> open(const std::string& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Ran run(const std::string& sql, std::span<const Value> values = {});
  void run_script(const std::string& sql);
  [[nodiscard]] std::vector<Values> query(const std::string& sql, std::span<const Value> values = {});
  [[nodiscard]] std::int64_t last_id() const;
  [[nodiscard]] int changed() const;
  [[nodiscard]] const std::string& fault() const { return fault_; }
  void clear_fault() { fault_.clear(); }

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  sqlite3_stmt* prepare(const std::string& sql, std::span<const Value> values);
  void note_fault();

  sqlite3* handle_;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
  std::string fault_;
};

/// All or nothing: what is not committed is undone. One at a time.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) { database_.run("BEGIN IMMEDIATE"); }
  ~Transaction() {
    if (!is_over_) database_.run("ROLLBACK");
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  bool commit() {
    is_over_ = true;
    return database_.run("COMMIT") == Ran::done;
  }

 private:
  Database& database_;
  bool is_over_ = false;
};

}  // namespace cxload::standin::store
