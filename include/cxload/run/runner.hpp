/// Plays a scenario and measures it: the main job.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/result/run_result.hpp>
#include <cxload/run/solo.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

/// Where a run stands, beside its figures; for the live view.
struct Progress {
  std::string phase;                  ///< "registering", "load", "taking phones down", "finished"
  Duration elapsed{};                 ///< since the load began, or since the start while registering
  std::optional<Duration> planned;    ///< length of the load
  std::uint64_t done = 0, total = 0;  ///< of registering
  std::int64_t registered = 0, calls = 0;
  std::size_t in_flight = 0;
};

struct RunOptions {
  result::ShardOfRun shard;      ///< which part of the plan this process plays
  unsigned threads = 0;          ///< 0: one for each two cores, at least one
  std::filesystem::path folder;  ///< of the reports; traces are written below it
  std::string command;           ///< for the report, secrets masked
  std::vector<std::string> set;  ///< --set of the command line, likewise
  double duration_scale = 1;
  std::optional<Solo> solo;  ///< play only this journey, and what it calls; make_solo() has seen the scenario
  std::filesystem::path samples;  ///< CSV of each sample with its Call-ID; empty: not kept
  /// Called on the main thread about once a second and once at the end.
  std::function<void(const result::RunResult& run, const Progress& progress)> publish;
};

/// Blocks until the run is over. SIGINT and SIGTERM are handled meanwhile: once stops orderly, twice at once.
/// Failure: refused.consent (nothing was sent), local.standin, local.tls, local.trace: the run could not
/// begin.
Outcome<result::RunResult> run_scenario(const scenario::Scenario& scenario, const RunOptions& options);

}  // namespace cxload::run
