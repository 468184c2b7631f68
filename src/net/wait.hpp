/// Wait: one suspended flow and the deadline that ends its wait; what Signal and sleep_until() stand on.
#pragma once
#include <cstdint>
#include <optional>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cxload/net/shard.hpp>

namespace cxload::net {

class Wait;

/// The flows that are suspended on a shard. A flow owns what it waits on, which holds the flow: somebody else
/// has to end the circle when the shard dies.
class WaitList {
 public:
  void drop_all();  ///< destroys the flows

 private:
  friend class Wait;
  Wait* first_ = nullptr;
};

/// Threads: the shard's. Lifetime: outlives the wait, or ends it as cancelled.
class Wait {
 public:
  enum class End : std::uint8_t { notified, due, cancelled };

  explicit Wait(Shard& shard);
  ~Wait();
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

  /// Suspends until finish(), the deadline or terminal cancellation. One flow at a time.
  Awaitable<End> until(TimePoint deadline);
  /// Resumes the flow from the loop, not from inside this call; nothing when none waits.
  void finish(End end);
  [[nodiscard]] bool is_waiting() const { return flow_.has_value(); }

 private:
  friend class WaitList;
  using Flow = asio::async_result<asio::use_awaitable_t<>, void(End)>::handler_type;
  void begin(Flow flow, TimePoint deadline);
  Flow take();

  Shard& shard_;
  Timer deadline_;
  std::optional<Flow> flow_;
  Wait* previous_ = nullptr;
  Wait* next_ = nullptr;
};

}  // namespace cxload::net
