/// HealthWatch: notices what would make the figures a lie: a stopped process, a clock step, a busy shard.
#pragma once
#include "ladder.hpp"
#include "result_builder.hpp"

namespace cxload::run {

/// Threads: the main thread. Fed once a tick.
class HealthWatch {
 public:
  explicit HealthWatch(WallAnchor anchor) : anchor_(anchor), last_tick_(anchor.steady) {}
  /// `busiest`: highest busy share of a shard since the last tick.
  void tick(TimePoint now, WallTime wall, double busiest);
  [[nodiscard]] const ProcessHealth& health() const { return health_; }
  /// What was noticed since the last begin_step().
  void begin_step() { step_ = {}; }
  [[nodiscard]] const ProcessHealth& step() const { return step_; }

 private:
  void note(ProcessHealth& health, Duration gap, Duration step, double busiest) const;

  WallAnchor anchor_;
  TimePoint last_tick_;
  Duration busy_for_{};
  ProcessHealth health_, step_;
};

}  // namespace cxload::run
