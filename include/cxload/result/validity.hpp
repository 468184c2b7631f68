/// Validity: can the run's own figures be trusted? (CONTRACT 4)
#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/result/run_result.hpp>

namespace cxload::result {

/// Lateness of one journey's starts beside how long the journey itself takes.
struct JourneyTiming {
  std::string name;
  Duration lateness_p99{};
  Duration median{};  ///< of journey.<name>; 0 when none succeeded
};

/// What the runner observed of itself.
struct ValidityInputs {
  // From the measurements: take_timings().
  std::vector<JourneyTiming> journeys;
  Duration lateness_p50{}, lateness_p99{}, lateness_max{};
  Duration lag_p99{};  ///< of event loops: ready to handled
  std::uint64_t dropped_late = 0, dropped_no_phone = 0;
  std::uint64_t media_due = 0, media_skipped = 0;  ///< packets of our own: all, and those too late to be sent
  // From the runner.
  std::uint64_t planned = 0;        ///< starts of every kind of load, up to the end of the run
  std::uint64_t open_planned = 0;   ///< of these, starts of open load,
  std::uint64_t open_started = 0;   ///< how many of them were made,
  std::uint64_t open_no_phone = 0;  ///< and how many had no phone: those say nothing of the generator
  std::uint64_t socket_drops = 0;   ///< packets our own sockets lost
  double busiest_shard_share = 0;   ///< of the run, for the report
  Duration longest_busy{};          ///< longest stretch of any shard over 95 % busy
  Duration longest_stop{};          ///< of the whole process, when it was stopped or suspended; else 0
  Duration clock_step{};            ///< of the wall clock against the monotonic one, when it stepped; else 0
  std::map<std::string, std::uint64_t> local_failures;  ///< Failure::kind → count: "local.descriptors" …
};

/// Fills the first group from load.lateness, load.lag, load.dropped and journey.<name>.
void take_timings(ValidityInputs& inputs, const stats::Catalogue& catalogue, const stats::Snapshot& snapshot,
                  std::span<const std::string> journeys);

[[nodiscard]] Validity judge(const ValidityInputs& inputs);

}  // namespace cxload::result
