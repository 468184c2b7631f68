#include "database.hpp"

#include <sqlite3.h>

namespace cxload::standin::store {
namespace {

struct Binder {
  sqlite3_stmt* statement;
  int at;
  int operator()(std::monostate) const { return sqlite3_bind_null(statement, at); }
  int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, at, value); }
  int operator()(double value) const { return sqlite3_bind_double(statement, at, value); }
  int operator()(const std::string& value) const {
    return sqlite3_bind_text64(statement, at, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  int operator()(const Blob& value) const {
    return sqlite3_bind_blob64(statement, at, value.empty() ? "" : static_cast<const void*>(value.data()),
                               value.size(), SQLITE_TRANSIENT);
  }
};

Value column(sqlite3_stmt* statement, int at) {
  switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(statement, at));
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, at);
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, at));
      return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, at)));
    }
    case SQLITE_BLOB: {
      const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement, at));
      return Blob(data, data + sqlite3_column_bytes(statement, at));
    }
    default:
      return std::monostate();
  }
}

}  // namespace

Outcome<std::unique_ptr<Database>> Database::open(const std::string& path) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int opened = sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  if (opened != SQLITE_OK) return Failure{"local.standin", "cannot open the database " + path};
  database->run_script("PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
  if (!database->fault_.empty())
    return Failure{"local.standin", path + " is no database of ours: " + database->fault_};
  return database;
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(handle_);
}

void Database::note_fault() {
  if (fault_.empty()) fault_ = sqlite3_errmsg(handle_);
}

sqlite3_stmt* Database::prepare(const std::string& sql, std::span<const Value> values) {
  sqlite3_stmt*& statement = statements_[sql];
  if (statement == nullptr &&
      sqlite3_prepare_v3(handle_, sql.c_str(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK) {
    note_fault();
    statements_.erase(sql);
    return nullptr;
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::visit(Binder{statement, static_cast<int>(i) + 1}, values[i]) != SQLITE_OK) note_fault();
  return statement;
}

Ran Database::run(const std::string& sql, std::span<const Value> values) {
  sqlite3_stmt* statement = prepare(sql, values);
  if (statement == nullptr) return Ran::failed;
  const int result = sqlite3_step(statement);
  const int code = sqlite3_extended_errcode(handle_);
  const bool is_done = result == SQLITE_DONE || result == SQLITE_ROW;
  const bool is_refused = !is_done && (code & 0xFF) == SQLITE_CONSTRAINT;
  if (!is_done && !is_refused) note_fault();
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  if (is_done) return Ran::done;
  if (!is_refused) return Ran::failed;
  const bool is_duplicate = code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY;
  return is_duplicate ? Ran::duplicate : Ran::refused;
}

void Database::run_script(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) note_fault();
}

std::vector<Values> Database::query(const std::string& sql, std::span<const Value> values) {
  std::vector<Values> rows;
  sqlite3_stmt* statement = prepare(sql, values);
  if (statement == nullptr) return rows;
  int result = SQLITE_ROW;
  while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
    Values& row = rows.emplace_back();
    const int columns = sqlite3_column_count(statement);
    row.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) row.push_back(column(statement, i));
  }
  if (result != SQLITE_DONE) note_fault();
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  return rows;
}

std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(handle_); }
int Database::changed() const { return sqlite3_changes(handle_); }

}  // namespace cxload::standin::store
