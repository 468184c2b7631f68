/// RunResult: everything a report may show. Plain data; the only thing running and reporting share (CONTRACT
/// 3).
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/result/search.hpp>
#include <cxload/result/storm.hpp>
#include <cxload/stats/metric.hpp>
#include <cxload/stats/recorder.hpp>

namespace cxload::result {

enum class VerdictStatus { pass, fail, invalid, unreachable, aborted, incomplete };
enum class ValidityStatus { valid, degraded, invalid };

struct Verdict {
  VerdictStatus status = VerdictStatus::incomplete;
  int exit_code = 0;
  std::vector<std::string> reasons;  ///< for people, the weightiest first
};

struct Validity {
  ValidityStatus status = ValidityStatus::valid;
  std::vector<std::string> reasons;
  double lateness_p50_ms = 0, lateness_p99_ms = 0, lateness_max_ms = 0;
  double loop_lag_p99_ms = 0, busiest_shard_share = 0;
  std::uint64_t dropped_late = 0, dropped_no_phone = 0, socket_drops = 0;
  std::optional<double> achieved_share;  ///< achieved/offered starts of open load; none without open load
};

struct HostFacts {
  std::string hostname, kernel, cpu_model;
  unsigned cores = 0;
  double memory_gib = 0;
  std::uint64_t descriptor_limit = 0;
};

/// Which part of its plan a run played: one of `count` processes, from 0.
struct ShardOfRun {
  unsigned index = 0;
  unsigned count = 1;
};

/// What was run on what.
struct RunFacts {
  std::string version;         ///< of cxload
  std::string name, scenario;  ///< scenario: its file as given
  std::string scenario_text;   ///< secrets masked
  std::uint64_t seed = 0;
  WallTime started{};
  std::optional<WallTime> finished;
  std::string target;   ///< "wss://sip.example.com:443", or "embedded stand-in (wss://127.0.0.1:…)"
  std::string command;  ///< secrets masked
  unsigned threads = 1;
  HostFacts host;
  ShardOfRun shard = {};
  std::vector<std::string> set = {};  ///< overrides of the scenario, secrets masked
  double duration_scale = 1;
};

/// One gate, evaluated. `by` tells which scale an unlabelled media.mos gate was checked on; else empty.
struct ThresholdResult {
  std::string text, metric, stat, op, unit;
  stats::LabelSet labels;
  double limit = 0;
  std::optional<double> observed;  ///< none: no sample, the gate fails
  std::uint64_t samples = 0;
  bool pass = false;
  bool is_implicit = false;
  std::string why;  ///< of a failed gate, one sentence
};

struct JourneyCounts {
  std::uint64_t planned = 0, started = 0, completed = 0, failed = 0, dropped = 0;
};

struct FailureExample {
  std::string journey_id, account, call_id;
  WallTime at{};
  std::string trace;  ///< path relative to the run's folder; empty when the example left none
};

struct FailureGroup {
  std::string kind;  ///< Failure::kind
  std::uint64_t count = 0;
  WallTime first_at{};
  std::string explain;  ///< what it means and what to look at, one or two sentences
  std::string journey;  ///< where it struck
  FailureExample example;
  std::string ladder;  ///< text of the example's trace, for the page; empty when none
};

/// One row a second. Rows hold a value per column; none where nothing was measured in that second.
struct Series {
  double interval_s = 1;
  std::vector<std::string>
      columns;  ///< "t", "offered", "started", "completed", "failed", "phones.registered", …
  std::vector<std::vector<std::optional<double>>> rows;
};

/// What an operator trips over: no gate and no failure, but worth a look.
struct Notice {
  std::string id;    ///< "source_ban", "clock_offset", …
  std::string text;  ///< for people, one or two sentences
  bool operator==(const Notice&) const = default;
};

/// How the run came to its end: what the verdict needs beside the figures. Not part of the report.
struct Ending {
  bool is_interrupted = false;
  /// What ended the run early, as the scenario says it: a gate with `abort: true`, a limit of `stop_on`. A
  /// run that was ended so has failed.
  std::string aborted_by;
  std::uint64_t responses = 0;  ///< SIP and HTTP responses received, whatever they said
};

struct RunResult {
  RunFacts run;
  Ending ending;
  Verdict verdict;
  Validity validity;
  std::vector<ThresholdResult> thresholds;
  std::map<std::string, JourneyCounts> journeys;
  std::vector<FailureGroup> failures;  ///< most frequent first
  Series series;
  std::optional<SearchReport> search;  ///< of a run that searched: gates and validity are those of its answer
  std::vector<Storm> storms;           ///< in the order of the scenario's events
  std::vector<Notice> notices;         ///< what an operator should look at, whatever the verdict
  std::vector<std::string> notes;      ///< e.g. "accounts of the stand-in: 500"

  std::vector<stats::Metric> metrics;  ///< definition of each measured metric, index = MetricId
  stats::Snapshot snapshot;
};

}  // namespace cxload::result
