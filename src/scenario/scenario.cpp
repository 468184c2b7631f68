#include <algorithm>

#include <cxload/scenario/scenario.hpp>

namespace cxload::scenario {
namespace {

template <class Items>
auto find_named(const Items& items, std::string_view name) -> decltype(items.data()) {
  for (const auto& item : items)
    if (item.name == name) return &item;
  return nullptr;
}

}  // namespace

const AccountPool* Scenario::find_pool(std::string_view wanted) const { return find_named(pools, wanted); }
const List* Scenario::find_list(std::string_view wanted) const { return find_named(lists, wanted); }
const Group* Scenario::find_group(std::string_view wanted) const { return find_named(groups, wanted); }
const Journey* Scenario::find_journey(std::string_view wanted) const { return find_named(journeys, wanted); }

std::optional<std::size_t> List::find_column(std::string_view column) const {
  const auto found = std::find(columns.begin(), columns.end(), column);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

std::optional<std::size_t> Scenario::phones_of(const Group& group) const {
  if (group.phones > 0) return group.phones;
  const AccountPool* pool = find_pool(group.accounts);
  if (pool == nullptr || pool->from_signup) return std::nullopt;
  return pool->size();
}

net::Scheme Scenario::scheme_of(const Group& group) const {
  if (const auto* scheme = std::get_if<net::Scheme>(&group.signalling)) return *scheme;
  if (const auto* door = std::get_if<DoorUrl>(&group.signalling)) return door->scheme;
  if (group.listen) return group.listen->scheme;  // a trunk calls from the address on which it is called
  return deployment.signalling ? deployment.signalling->scheme : net::Scheme::wss;
}

std::optional<DoorUrl> Scenario::door_of(const Group& group) const {
  const std::vector<DoorUrl> doors = doors_of(group);
  if (doors.empty()) return std::nullopt;
  return doors.front();
}

std::vector<DoorUrl> Scenario::doors_of(const Group& group) const {
  std::vector<DoorUrl> doors;
  if (const auto* door = std::get_if<DoorUrl>(&group.signalling)) {
    doors = {*door};
    doors.insert(doors.end(), group.fallbacks.begin(), group.fallbacks.end());
    return doors;
  }
  if (!deployment.signalling) return doors;
  doors = {*deployment.signalling};
  doors.insert(doors.end(), deployment.fallbacks.begin(), deployment.fallbacks.end());
  const net::Scheme scheme = scheme_of(group);
  if (scheme == deployment.signalling->scheme) return doors;
  // Another door of the same deployment is where its scheme usually is.
  std::vector<DoorUrl> others;
  for (const DoorUrl& door : doors) {
    DoorUrl other;
    other.scheme = scheme;
    other.host = door.host;
    other.port = net::facts(scheme).default_port;
    if (std::find(others.begin(), others.end(), other) == others.end()) others.push_back(std::move(other));
  }
  return others;
}

bool Scenario::needs_permission(const Group& group, Permission permission) const {
  if (deployment.allow.contains(permission)) return false;
  if (deployment.web && deployment.is_foreign(deployment.web->host)) return true;
  const std::vector<DoorUrl> doors = doors_of(group);
  return std::any_of(doors.begin(), doors.end(),
                     [this](const DoorUrl& door) { return deployment.is_foreign(door.host); });
}

}  // namespace cxload::scenario
