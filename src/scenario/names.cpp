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

void check_placeholders(const Node& node, const AccountPool* pool, std::vector<std::string_view> also,
                        Diagnostics& diagnostics) {
  std::vector<std::string_view> known = std::move(also);
  if (pool != nullptr) known.insert(known.end(), pool->columns.begin(), pool->columns.end());
  // Accounts of a range have these too; they repeat the user.
  for (const std::string_view always : {"user", "auth_user", "display"})
    if (pool != nullptr && std::find(known.begin(), known.end(), always) == known.end())
      known.push_back(always);
  for (const Placeholder& placeholder : find_placeholders(node.text)) {
    const std::string_view name = placeholder.name;
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    // {list.column} is how lists are used.
    diagnostics.add(node.at(placeholder.at),
                    name.find('.') != std::string_view::npos
                        ? fmt::format("{{{}}} needs `lists`; {}", name, not_yet("lists"))
                        : fmt::format("there is no column \"{}\"{}", name, hint(name, known)));
  }
}

}  // namespace cxload::scenario
