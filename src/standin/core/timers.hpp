/// Timers: the deadlines of everything inside the core, in one ordered table.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include <cxload/base/clock.hpp>

namespace cxload::standin {

/// Names one deadline; default-made it names none.
struct TimerId {
  TimePoint due{};
  std::uint64_t sequence = 0;
  auto operator<=>(const TimerId&) const = default;
};

/// Equal deadlines run in the order they were set. Threads: none.
class Timers {
 public:
  using Callback = std::function<void(TimePoint now)>;

  TimerId set(TimePoint due, Callback callback);
  void cancel(TimerId& id);  ///< of one that ran already, or of none: does nothing
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;
  void run_due(TimePoint now);
  [[nodiscard]] std::size_t size() const { return waiting_.size(); }

 private:
  std::map<TimerId, Callback> waiting_;
  std::uint64_t last_sequence_ = 0;
};

}  // namespace cxload::standin
