#include <fmt/format.h>

#include <cxload/net/udp.hpp>

#include "resolver.hpp"

namespace cxload::net {

Awaitable<Outcome<Endpoint>> resolve(Shard& shard, const Door& door) {
  std::optional<Outcome<Addresses>> found = resolve_at_once(door);
  if (!found) {
    Signal answered(shard);
    Lookup lookup(shard, door.host, [&](const Outcome<Addresses>& addresses) {
      found = addresses;
      answered.notify();
    });
    const TimePoint deadline = Clock::now() + door.connect_timeout;
    const bool in_time = co_await answered.wait_until(deadline);
    if (!in_time) co_return Failure("dns.timeout", fmt::format("looking up {} took too long", door.host));
  }
  if (!*found) co_return found->error();
  co_return Endpoint((*found)->front(), door.port);
}

}  // namespace cxload::net
