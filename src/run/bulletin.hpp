/// Bulletin: how shards and signals wake the main thread.
#pragma once
#include <condition_variable>
#include <mutex>

#include <cxload/base/clock.hpp>

namespace cxload::run {

/// Threads: any.
class Bulletin {
 public:
  void note_ready() {
    change([this] { ++ready_; });
  }
  /// A shard's journeys are over; its phones are still up.
  void note_played() {
    change([this] { ++played_; });
  }
  /// Of all shards that were ever ready.
  [[nodiscard]] bool have_all_played() {
    const std::lock_guard lock(mutex_);
    return played_ >= ready_;
  }
  void note_done() {
    change([this] { ++done_; });
  }
  void interrupt() {
    change([this] { ++interrupts_; });
  }

  struct State {
    unsigned ready = 0, done = 0, interrupts = 0;
    bool operator==(const State&) const = default;
  };
  /// Returns at `deadline`, or as soon as something differs from `seen`.
  State wait(const State& seen, TimePoint deadline) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, deadline, [&] { return !(current() == seen); });
    return current();
  }

 private:
  template <class F>
  void change(F&& apply) {
    {
      const std::lock_guard lock(mutex_);
      apply();
    }
    changed_.notify_all();
  }
  [[nodiscard]] State current() const { return {ready_, done_, interrupts_}; }

  std::mutex mutex_;
  std::condition_variable changed_;
  unsigned ready_ = 0, played_ = 0, done_ = 0, interrupts_ = 0;
};

}  // namespace cxload::run
