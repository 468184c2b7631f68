/// Shard: one thread, one event loop, and everything that lives on it (DESIGN 3).
#pragma once
#include <functional>
#include <memory>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include <cxload/base/clock.hpp>
#include <cxload/base/random.hpp>
#include <cxload/base/result.hpp>

namespace boost::asio {
class io_context;
}

namespace cxload::net {

namespace asio = boost::asio;
template <class T = void>
using Awaitable = asio::awaitable<T>;

/// How well the loop itself kept up; read by validity (CONTRACT 4).
struct LoopHealth {
  Duration worst_lag{};            ///< ready to handled, since the last reading
  double busy_share = 0;           ///< of the time since the last reading, 0 … 1
  std::uint64_t socket_drops = 0;  ///< datagrams our own sockets dropped (SO_RXQ_OVFL), in all
};

/// Threads: everything but post() belongs to the shard's own thread (the one inside run()).
class Shard {
 public:
  Shard(unsigned index, const Random& random);
  ~Shard();
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;

  void run();                             ///< until stop() or nothing is left to do
  void keep_running();                    ///< before run(): an idle loop waits for posts until stop()
  void stop();                            ///< from any thread
  void post(std::function<void()> work);  ///< from any thread: work runs on the shard
  /// Starts a flow. An exception that leaves it ends the process with a message: flows classify, they do not
  /// throw. Never `detached` (STYLE 5.2).
  void spawn(Awaitable<void> flow);

  [[nodiscard]] unsigned index() const { return index_; }
  /// For sockets, timers and signals of Asio's own; from the first call on the loop waits in Asio, which is
  /// dearer. Nothing else may be run or posted there.
  [[nodiscard]] asio::io_context& asio_context();
  [[nodiscard]] Random& random() { return random_; }
  /// Lag histogram feed: called about every 10 ms with the lateness of the probe timer.
  void watch_lag(std::function<void(Duration)> on_lag);
  [[nodiscard]] LoopHealth read_health();

  struct Impl;
  [[nodiscard]] Impl& impl() { return *impl_; }  ///< for the sources of net

 private:
  unsigned index_;
  Random random_;
  std::unique_ptr<Impl> impl_;
};

/// One deadline of one owner. Thousands share a heap and one kernel timer in the shard; arming is O(log n),
/// no allocation after the first. The callback runs on the shard's loop; it may arm again or destroy the
/// timer.
class Timer {
 public:
  Timer(Shard& shard, std::function<void(TimePoint now)> on_due);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  void arm(TimePoint due);  ///< replaces an earlier due time
  void disarm();
  [[nodiscard]] bool is_armed() const;

 private:
  friend struct Shard::Impl;
  Shard& shard_;
  std::function<void(TimePoint)> on_due_;
  std::size_t heap_at_;
  TimePoint due_{};
};

/// While one lives, a busy loop is finer: it lets events gather for 1 ms instead of 2. For who sends at exact
/// times.
class Pace {
 public:
  explicit Pace(Shard& shard);
  ~Pace();
  Pace(const Pace&) = delete;
  Pace& operator=(const Pace&) = delete;

 private:
  Shard& shard_;
};

/// Suspends a flow until `when`. Cancellation: terminal; throws operation_aborted as all of Asio does.
Awaitable<void> sleep_until(Shard& shard, TimePoint when);

/// A flow waits on it, one callback wakes it: the bridge from machines to coroutines. One waiter at a time.
/// notify() before wait() is remembered (one).
class Signal {
 public:
  explicit Signal(Shard& shard);
  ~Signal();
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  void notify();
  Awaitable<void> wait();
  /// True when notified, false when `deadline` came first.
  Awaitable<bool> wait_until(TimePoint deadline);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  ///< shared with the waiter, which may outlive the signal
};

}  // namespace cxload::net
