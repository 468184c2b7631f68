#include "step_report.hpp"

namespace cxload::run {

ShardReport since(const ShardReport& before, ShardReport now, const stats::Catalogue& catalogue) {
  now.snapshot.subtract(before.snapshot, catalogue);
  now.failures.subtract(before.failures);
  for (auto& [name, counts] : now.journeys) {
    const auto found = before.journeys.find(name);
    if (found == before.journeys.end()) continue;
    const result::JourneyCounts& earlier = found->second;
    counts.planned -= earlier.planned;
    counts.started -= earlier.started;
    counts.completed -= earlier.completed;
    counts.failed -= earlier.failed;
    counts.dropped -= earlier.dropped;
  }
  now.open_planned -= before.open_planned;
  now.open_started -= before.open_started;
  now.open_excused -= before.open_excused;
  now.responses -= before.responses;
  now.auth_failures -= before.auth_failures;
  now.health.socket_drops -= before.health.socket_drops;
  return now;
}

}  // namespace cxload::run
