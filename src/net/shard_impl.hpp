/// What a shard is made of; for the sources of net only.
#pragma once
#include <atomic>
#include <memory>
#include <unordered_map>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cxload/net/shard.hpp>

#include "poller.hpp"
#include "timer_heap.hpp"

namespace cxload::net {

/// Something that may be given up by its owner in the middle of one of its own calls: it dies a turn later.
class Mortal {
 public:
  virtual ~Mortal() = default;
};

/// Threads: the shard's, but for `stopping` and `context`.
struct Shard::Impl {
  Impl();
  ~Impl();

  // The loop.
  void run();
  void woke();  ///< first thing in every handler: the wait is over
  LoopHealth read_health();

  // Timers.
  void arm(Timer& timer, TimePoint due);
  void disarm(Timer& timer);

  // Lifetimes.
  void bury(std::unique_ptr<Mortal> mortal);   ///< destroyed in a later turn of the loop
  void adopt(std::unique_ptr<Mortal> mortal);  ///< kept until release()
  void release(Mortal& mortal);                ///< of an adopted one: buried; of others: nothing
  [[nodiscard]] bool is_dying() const { return dying_; }

  Poller poller;
  std::uint64_t socket_drops = 0;
  std::function<void(Duration)> on_lag;
  std::atomic<bool> stopping{false};
  Timer* firing = nullptr;  ///< the timer whose callback runs; null once it is destroyed

 private:
  TimerHeap heap_;
  TimePoint kernel_due_ = TimePoint::max();  ///< what kernel_timer_ waits for; max: nothing
  std::uint64_t kernel_wait_ = 0;            ///< generation: an older wait that ends is ignored
  std::uint64_t probe_ = 0;                  ///< the same for the lag probe
  bool dying_ = false;
  std::vector<std::unique_ptr<Mortal>> grave_;
  std::unordered_map<Mortal*, std::unique_ptr<Mortal>> adopted_;

  // Busy share: time between woke() and the next wait.
  bool awake_ = false;
  TimePoint awake_since_{};
  Duration busy_{};
  Duration busy_read_{};
  TimePoint read_at_;
  Duration worst_lag_{};

 public:
  /// Declared after what suspended flows may still touch when they die with it.
  asio::io_context context{1};

  /// Counts as work left to do: each watched socket, and the timers together.
  void work_started() { context.get_executor().on_work_started(); }
  void work_finished() { context.get_executor().on_work_finished(); }

 private:
  void wait_for_sockets();
  void wait_for_timers();
  void fire_due();
  void probe_lag();
  void empty_grave();

  asio::posix::stream_descriptor sockets_;
  asio::steady_timer kernel_timer_;
  asio::steady_timer probe_timer_;
};

}  // namespace cxload::net
