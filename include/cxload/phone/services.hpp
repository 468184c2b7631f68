/// Services: what the phones of one shard share.
#pragma once
#include <cxload/net/udp_hub.hpp>
#include <cxload/phone/telemetry.hpp>

namespace cxload::phone {

/// One object a shard. Threads: the shard's only. Lifetime: outlives the shard's phones.
struct Services {
  Telemetry telemetry;
  net::UdpHubs udp_hubs;
};

}  // namespace cxload::phone
