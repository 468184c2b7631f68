/// Names to addresses without stopping a loop: getaddrinfo runs on one helper thread of the process.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/net/link.hpp>

namespace cxload::net {

using Addresses = std::vector<Address>;

/// What needs no waiting: the door's table, a literal address, a name looked up before in this process.
[[nodiscard]] std::optional<Outcome<Addresses>> resolve_at_once(const Door& door);

/// One lookup by the system. Threads: the shard's. Destroying it cancels: the callback does not come.
class Lookup {
 public:
  using Callback = std::function<void(const Outcome<Addresses>& found)>;
  Lookup(Shard& shard, const std::string& host, Callback on_found);
  ~Lookup();
  Lookup(const Lookup&) = delete;
  Lookup& operator=(const Lookup&) = delete;

 private:
  std::shared_ptr<Callback> on_found_;
  std::string host_;
};

/// Replaces getaddrinfo, for tests; null brings it back. Known names are forgotten.
void use_system_lookup(std::function<Outcome<Addresses>(const std::string& host)> lookup);

}  // namespace cxload::net
