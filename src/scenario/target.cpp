#include "target.hpp"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/template.hpp>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

constexpr std::string_view number_characters = "+0123456789*#";

std::string without_placeholders(std::string_view text) {
  return expand_template(text, [](std::string_view) { return std::string(); });
}

/// A number of the public telephone network: with a plus, or 8 to 15 digits (E.164).
bool is_public_number(std::string_view user) {
  const bool plus = user.starts_with('+');
  if (plus) user.remove_prefix(1);
  const bool digits = !user.empty() && user.find_first_not_of("0123456789") == std::string_view::npos;
  return digits && (plus || (user.size() >= 8 && user.size() <= 15));
}

std::string_view user_part(std::string_view address) {
  if (text::istarts_with(address, "sip:")) address.remove_prefix(4);
  if (text::istarts_with(address, "sips:")) address.remove_prefix(5);
  return address.substr(0, address.find_first_of("@;"));
}

bool is_account(const Scenario& scenario, std::string_view user) {
  return std::any_of(scenario.pools.begin(), scenario.pools.end(),
                     [&](const AccountPool& pool) { return pool.has_user(user); });
}

/// A destination with the columns of a list's rows in their places, one after the other.
std::vector<std::string> with_lists(std::string_view address, const Scenario& scenario) {
  std::vector<std::string> out;
  for (const List& list : scenario.lists) {
    if (address.find("{" + list.name + ".") == std::string_view::npos) continue;
    for (const std::vector<std::string>& row : list.rows)
      out.push_back(expand_template(address, [&](std::string_view word) -> std::optional<std::string> {
        if (!word.starts_with(list.name + ".")) return std::nullopt;
        const auto column = list.find_column(word.substr(list.name.size() + 1));
        return column ? std::optional(row[*column]) : std::nullopt;
      }));
  }
  if (out.empty()) out.emplace_back(address);
  return out;
}

/// The first destination of any account that leads into the telephone network.
std::optional<std::string> find_public_number(std::string_view address, const StepContext& context) {
  const AccountPool* pool =
      context.group == nullptr ? nullptr : context.scenario.find_pool(context.group->accounts);
  for (const std::string& each : with_lists(address, context.scenario)) {
    const bool fixed = find_placeholders(each).empty() || pool == nullptr;
    for (std::size_t i = 0; i < (fixed ? 1 : pool->size()); ++i) {
      phone::Account account;
      if (!fixed) account = pool->at(i);
      const std::string expanded =
          expand_template(each, [&](std::string_view name) { return column_of(account, name); });
      const std::string_view user = user_part(expanded);
      if (is_public_number(user) && !is_account(context.scenario, user)) return std::string(user);
    }
  }
  return std::nullopt;
}

/// A trunk is called at its address, whatever the deployment knows of it; by the users of its accounts, or by
/// its own name.
Target trunk_target(const Group& group, const Scenario& scenario) {
  const bool is_tcp = net::is_reliable(group.listen->scheme);
  Target target{Target::Kind::trunk,
                "@" + group.listen->address.to_string() + (is_tcp ? ";transport=tcp" : "")};
  const AccountPool* pool = scenario.find_pool(group.accounts);
  const std::size_t count = pool == nullptr ? 0 : scenario.phones_of(group).value_or(0);
  for (std::size_t i = 0; i < count; ++i) target.users.push_back(pool->at(i).user);
  if (target.users.empty()) target.users.push_back(group.name);
  return target;
}

std::optional<Target> group_target(const Node& node, std::string_view name, const StepContext& context) {
  const Group* group = context.scenario.find_group(name);
  const Place place = node.at(node.text.size() - name.size());
  if (group == nullptr) {
    tell_undeclared(place, "group", name, context.scenario.groups, context.diagnostics);
  } else if (!group->answer) {
    context.diagnostics.add(place, fmt::format("nobody can call group \"{}\": it has no `answer`", name));
  } else if (group->listen) {
    return trunk_target(*group, context.scenario);
  } else {
    return Target{Target::Kind::group, std::string(name)};
  }
  return std::nullopt;
}

std::optional<Target> address_target(const Node& node, std::string_view address, const StepContext& context) {
  check_step_placeholders(node, context);
  if (context.group != nullptr && context.scenario.needs_permission(*context.group, Permission::pstn))
    if (const auto number = find_public_number(address, context))
      context.diagnostics.add(
          node.place,
          fmt::format("{} is a number of the telephone network; `deployment.allow` must list pstn", *number));
  return Target{Target::Kind::address, std::string(address)};
}

}  // namespace

std::optional<Target> parse_target(const Node& node, const StepContext& context) {
  const std::string_view text = node.text;
  if (text.starts_with("group ")) return group_target(node, text::trim(text.substr(6)), context);
  const bool is_user = text.starts_with("user ");
  const std::string_view address = is_user ? text::trim(text.substr(5)) : text;
  const bool is_clean = !address.empty() && address.find_first_of(" \t\r\n<>\"") == std::string_view::npos;
  const bool is_uri = text::istarts_with(address, "sip:") || text::istarts_with(address, "sips:");
  const bool is_number =
      without_placeholders(address).find_first_not_of(number_characters) == std::string::npos;
  if (node.is_scalar() && is_clean && (is_user || is_uri || is_number))
    return address_target(node, address, context);
  const bool is_group = context.scenario.find_group(text) != nullptr;
  context.diagnostics.add(node.place,
                          fmt::format("`to` is \"group NAME\", \"user PATTERN\", a number or \"sip:…\"{}",
                                      is_group ? fmt::format("; did you mean \"group {}\"?", text) : ""));
  return std::nullopt;
}

Outcome<ResolvedTarget> resolve(const Target& target, JourneyContext& context) {
  ResolvedTarget resolved;
  if (target.kind == Target::Kind::address) {
    resolved.address = context.expand(target.text);
    return resolved;
  }
  if (target.kind == Target::Kind::trunk) {
    const std::size_t drawn =
        target.users.size() > 1 ? context.random().below(target.users.size()) : std::size_t{0};
    resolved.address = "sip:" + target.users[drawn] + target.text;
    return resolved;
  }
  Outcome<std::unique_ptr<CalleeLease>> lease = context.borrow_callee(target.text);
  if (!lease) return lease.error();
  resolved.lease = std::move(*lease);
  resolved.address = resolved.lease->phone().account().user;
  return resolved;
}

}  // namespace cxload::scenario
