#include <fmt/format.h>

#include <cxload/net/udp.hpp>

#include "target_finder.hpp"

namespace cxload::net {
namespace {

constexpr std::size_t enough = 64;

}  // namespace

Awaitable<Outcome<std::vector<Endpoint>>> find_targets(Shard& shard, const Door& door, TimePoint deadline) {
  std::vector<Endpoint> places;
  TargetFinder finder(shard, door);
  Signal answered(shard);
  while (places.size() < enough) {
    std::optional<Outcome<Endpoint>> target;
    target = finder.next([&](const Outcome<Endpoint>& found) {
      target = found;
      answered.notify();
    });
    if (!target) {
      const bool in_time = co_await answered.wait_until(deadline);
      if (!in_time) target = Failure("dns.timeout", fmt::format("looking up {} took too long", door.host));
    }
    if (!*target && places.empty()) co_return target->error();
    if (!*target) break;
    places.push_back(**target);
  }
  co_return places;
}

}  // namespace cxload::net
