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
const Group* Scenario::find_group(std::string_view wanted) const { return find_named(groups, wanted); }
const Journey* Scenario::find_journey(std::string_view wanted) const { return find_named(journeys, wanted); }

std::optional<std::size_t> Scenario::phones_of(const Group& group) const {
  if (group.phones > 0) return group.phones;
  const AccountPool* pool = find_pool(group.accounts);
  if (pool == nullptr) return std::nullopt;
  return pool->size();
}

net::Scheme Scenario::scheme_of(const Group& group) const {
  if (const auto* scheme = std::get_if<net::Scheme>(&group.signalling)) return *scheme;
  if (const auto* door = std::get_if<DoorUrl>(&group.signalling)) return door->scheme;
  return deployment.signalling ? deployment.signalling->scheme : net::Scheme::wss;
}

std::optional<DoorUrl> Scenario::door_of(const Group& group) const {
  if (const auto* door = std::get_if<DoorUrl>(&group.signalling)) return *door;
  if (!deployment.signalling) return std::nullopt;
  const auto* scheme = std::get_if<net::Scheme>(&group.signalling);
  if (scheme == nullptr || *scheme == deployment.signalling->scheme) return deployment.signalling;
  // Another door of the same deployment is where its scheme usually is.
  DoorUrl door;
  door.scheme = *scheme;
  door.host = deployment.signalling->host;
  door.port = default_port(*scheme);
  return door;
}

bool Scenario::needs_permission(const Group& group, Permission permission) const {
  const auto door = door_of(group);
  return door && deployment.is_foreign(*door) && !deployment.allow.contains(permission);
}

}  // namespace cxload::scenario
