/// ResultBuilder: makes a RunResult out of what the shards report.
#pragma once
#include <cxload/result/run_result.hpp>
#include <cxload/result/validity.hpp>
#include <cxload/run/machine.hpp>
#include <cxload/scenario/scenario.hpp>

#include "notices.hpp"
#include "search_book.hpp"
#include "series_builder.hpp"
#include "shard_report.hpp"
#include "trace_writer.hpp"

namespace cxload::run {

/// What the main thread observed of the process itself.
struct ProcessHealth {
  Duration longest_stop{};
  Duration clock_step{};
  Duration longest_busy{};
  double busiest_shard_share = 0;
};

/// Threads: the main thread.
class ResultBuilder {
 public:
  ResultBuilder(const scenario::Scenario& scenario, result::RunFacts facts, TraceWriter traces,
                WallAnchor anchor);

  /// The result as of now; `finished` is set by the caller when it is.
  [[nodiscard]] result::RunResult build(const ShardReport& merged, const SeriesBuilder& series,
                                        const ProcessHealth& health, const result::Ending& ending,
                                        const SearchBook* search, std::optional<WallTime> finished);

  /// Each gate against these measurements.
  [[nodiscard]] std::vector<result::ThresholdResult> gates(const stats::Snapshot& snapshot) const;
  [[nodiscard]] result::Validity validity(const ShardReport& merged, const ProcessHealth& health) const {
    return result::judge(validity_inputs(merged, health));
  }

  /// Thresholds see only what is measured after this.
  void leave_out(const stats::Snapshot& warmup) { left_out_ = warmup; }

 private:
  std::vector<result::FailureGroup> describe(const FailureLog& failures);
  [[nodiscard]] std::vector<result::Storm> describe(const std::vector<StormFigures>& storms) const;
  [[nodiscard]] stats::Snapshot without_warmup(const stats::Snapshot& whole) const;
  [[nodiscard]] NoticeInputs notice_inputs(const ShardReport& merged, WallTime now) const;
  [[nodiscard]] result::ValidityInputs validity_inputs(const ShardReport& merged,
                                                       const ProcessHealth& health) const;

  const scenario::Scenario& scenario_;
  result::RunFacts facts_;
  TraceWriter traces_;
  WallAnchor anchor_;
  std::optional<stats::Snapshot> left_out_;
  scenario::MachineLimits machine_ = read_machine_limits();
};

/// storm.* of events that have happened.
void add_storm_metrics(const std::vector<result::Storm>& storms, stats::Snapshot& snapshot);

/// Sum of all shards.
[[nodiscard]] ShardReport merge_reports(std::vector<ShardReport> reports);

}  // namespace cxload::run
