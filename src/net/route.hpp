/// Which own address the kernel would use towards a far end.
#pragma once
#include <cxload/base/result.hpp>
#include <cxload/net/endpoint.hpp>

namespace cxload::net {

/// Failure: tcp.unreachable when there is no route, local.descriptors.
[[nodiscard]] Outcome<Address> local_address_towards(const Endpoint& remote);

}  // namespace cxload::net
