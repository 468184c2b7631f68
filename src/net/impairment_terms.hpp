/// What datagrams and streams have in common behind a bad network.
#pragma once
#include <cxload/net/impairment.hpp>

namespace cxload::net {

/// Two draws from ±w differ by 2/3 w in the mean: what RFC 3550 calls jitter.
constexpr double width_of_jitter = 1.5;
/// What `reorder` chose comes so much later: more than the packet of speech behind it.
constexpr Duration held_back = std::chrono::milliseconds(30);

[[nodiscard]] Duration swing_of(const NetworkProfile& profile);  ///< w, to either side of the delay

}  // namespace cxload::net
