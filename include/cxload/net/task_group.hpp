/// TaskGroup: flows that end together; nobody leaves the block while one still runs (STYLE 5.3).
#pragma once
#include <memory>

#include <cxload/net/shard.hpp>

namespace cxload::net {

/// Threads: the shard's. Errors: the first child that throws cancels the others and is rethrown by join().
/// Cancellation: of the joining flow cancels the children, waits for their clean-up, then throws.
/// Lifetime: must be joined (or empty) before it is destroyed, checked by an assertion.
class TaskGroup {
 public:
  explicit TaskGroup(Shard& shard);
  ~TaskGroup();
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  void spawn(Awaitable<void> child);
  void cancel();  ///< asks every child to end; children spawned later run
  /// Returns when no child runs. A child that ended because of cancel() is not an error.
  Awaitable<void> join();
  [[nodiscard]] std::size_t size() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace cxload::net
