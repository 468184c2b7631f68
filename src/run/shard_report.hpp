/// ShardReport: what one shard has to say at one moment; copied to the main thread once a second.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <cxload/net/shard.hpp>
#include <cxload/net/udp_hub.hpp>
#include <cxload/phone/sightings.hpp>
#include <cxload/result/run_result.hpp>
#include <cxload/stats/recorder.hpp>

#include "failure_log.hpp"
#include "storm_log.hpp"

namespace cxload::run {

/// A sample with its Call-ID, for tests of truth (`--samples`).
struct NamedSample {
  std::string metric;
  std::string call_id;
  Duration value;
};

struct ShardReport {
  stats::Snapshot snapshot;
  FailureLog failures;
  std::map<std::string, result::JourneyCounts> journeys;
  std::uint64_t open_planned = 0;  ///< starts of open load that were due by now
  std::uint64_t open_started = 0;
  std::uint64_t open_excused = 0;  ///< of these, starts for which no phone was free
  std::int64_t registered = 0;
  std::int64_t calls = 0;
  std::size_t in_flight = 0;    ///< journeys under way
  std::uint64_t responses = 0;  ///< SIP responses of any kind
  std::uint64_t auth_failures = 0;
  std::uint64_t setup_total = 0, setup_done = 0, setup_failed = 0;
  std::vector<StormFigures> storms;  ///< index = that of the scenario's event
  net::LoopHealth health;
  std::vector<phone::Sightings> sightings;  ///< one of each shard
  net::UdpHubs::Foreign foreign;
};

}  // namespace cxload::run
