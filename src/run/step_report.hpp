/// What happened between two reports of the shards: one step of a search, as if it had been a run of its own.
#pragma once
#include <cxload/stats/metric.hpp>

#include "shard_report.hpp"

namespace cxload::run {

/// `now` less `before`. Gauges keep their level, failures their first example.
[[nodiscard]] ShardReport since(const ShardReport& before, ShardReport now,
                                const stats::Catalogue& catalogue);

}  // namespace cxload::run
