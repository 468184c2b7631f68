// Names of the user's making: their form, and placeholders that refer to columns.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/scenario/template.hpp>

#include "parse.hpp"

namespace cxload::scenario {

std::vector<const Member*> named_members(const Node* node, std::string_view what, Diagnostics& diagnostics) {
  std::vector<const Member*> members;
  if (node == nullptr) return members;
  if (!node->is_map()) {
    diagnostics.add(node->place, fmt::format("`{}` is a map of names", what));
    return members;
  }
  for (const Member& member : node->members) {
    if (is_name(member.key)) {
      members.push_back(&member);
    } else {
      diagnostics.add(member.place,
                      fmt::format("\"{}\" is not a name: a small letter, then small letters, digits, _ or -",
                                  member.key));
    }
  }
  return members;
}

namespace {

/// What is wrong with {list.column}.
std::string fault_of_list(std::string_view word, const std::vector<List>* lists) {
  const std::size_t dot = word.find('.');
  const std::string_view name = word.substr(0, dot), column = word.substr(dot + 1);
  if (lists == nullptr) return fmt::format("{{{}}}: lists are for the steps of journeys", word);
  for (const List& list : *lists) {
    if (list.name != name) continue;
    if (list.columns.empty() || list.find_column(column)) return {};
    return fmt::format("list \"{}\" has no column \"{}\"{}", name, column,
                       hint(column, std::vector<std::string_view>(list.columns.begin(), list.columns.end())));
  }
  std::vector<std::string_view> names;
  for (const List& list : *lists) names.push_back(list.name);
  return fmt::format("there is no list \"{}\"{}", name, hint(name, names));
}

}  // namespace

void check_placeholders(const Node& node, const AccountPool* pool, std::vector<std::string_view> also,
                        Diagnostics& diagnostics, const std::vector<List>* lists) {
  std::vector<std::string_view> known = std::move(also);
  if (pool != nullptr) known.insert(known.end(), pool->columns.begin(), pool->columns.end());
  // Accounts of a range have these too; they repeat the user.
  for (const std::string_view always : {"user", "auth_user", "display"})
    if (pool != nullptr && std::find(known.begin(), known.end(), always) == known.end())
      known.push_back(always);
  for (const Placeholder& placeholder : find_placeholders(node.text)) {
    const std::string_view name = placeholder.name;
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string fault = name.find('.') != std::string_view::npos
                            ? fault_of_list(name, lists)
                            : fmt::format("there is no column \"{}\"{}", name, hint(name, known));
    if (!fault.empty()) diagnostics.add(node.at(placeholder.at), std::move(fault));
  }
}

void check_step_placeholders(const Node& node, const StepContext& context) {
  const AccountPool* pool =
      context.group == nullptr ? nullptr : context.scenario.find_pool(context.group->accounts);
  std::vector<std::string_view> also{"unique"};
  if (context.variables != nullptr)
    also.insert(also.end(), context.variables->begin(), context.variables->end());
  check_placeholders(node, pool, std::move(also), context.diagnostics, &context.scenario.lists);
}

}  // namespace cxload::scenario
