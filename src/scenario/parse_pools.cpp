// `accounts`: pools of SIP users.
#include <fmt/format.h>

#include <cxload/scenario/template.hpp>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

void parse_csv(const Node& file, AccountPool& pool, const ParseContext& context) {
  const std::filesystem::path path = context.folder / file.text;
  std::error_code error;
  if (!file.is_scalar() || !std::filesystem::is_regular_file(path, error)) {
    context.diagnostics.add(file.place, fmt::format("there is no file {}", file.text));
  } else {
    read_accounts(path, file.text, pool, context.diagnostics);
  }
}

AccountPool parse_pool(const Member& member, const ParseContext& context) {
  AccountPool pool;
  pool.name = member.key;
  MapReader reader(member.value, pool_shape, context.diagnostics);
  const Node* users = reader.find("users");
  const Node* csv = reader.find("csv");
  pool.from_signup = reader.word("from").has_value();
  if (reader.has("from")) {
    for (const std::string_view key : {"users", "csv", "password"})
      if (reader.has(key)) reader.fail(key, "the accounts of a pool `from: signup` are made by the run");
    return pool;
  }
  if (users != nullptr && csv != nullptr) reader.fail("csv", "a pool has either `users` or `csv`");
  if (users == nullptr && csv == nullptr && !reader.has_unknown_key() && member.value.is_map())
    context.diagnostics.add(member.place,
                            fmt::format("pool \"{}\" needs `users` (a range) or `csv` (a file)", pool.name));
  if (users != nullptr) pool.range = read_scalar(*users, parse_user_range, context.diagnostics);
  if (csv != nullptr && users == nullptr) parse_csv(*csv, pool, context);
  const auto password = reader.text("password");
  if (password && *password != "none") {
    pool.password = *password;
    if (find_placeholders(*password).empty()) context.scenario.secrets.add(*password);
    check_placeholders(*reader.find("password"), &pool, {}, context.diagnostics);
  }
  if (users != nullptr && !reader.has("password"))
    context.diagnostics.add(
        member.place,
        fmt::format("pool \"{}\" needs `password` (none: no credentials are ever sent)", pool.name));
  return pool;
}

}  // namespace

void parse_pools(const Node* node, const ParseContext& context) {
  for (const Member* member : named_members(node, "accounts", context.diagnostics))
    context.scenario.pools.push_back(parse_pool(*member, context));
}

}  // namespace cxload::scenario
