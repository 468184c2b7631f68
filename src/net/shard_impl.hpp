/// What a shard is made of; for the sources of net only.
#pragma once
#include <atomic>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

#include <boost/asio/io_context.hpp>

#include <cxload/net/dns.hpp>
#include <cxload/net/shard.hpp>

#include "loop_wait.hpp"
#include "poller.hpp"
#include "timer_heap.hpp"
#include "wait.hpp"
#include "waker.hpp"

namespace cxload::net {

/// Something that may be given up by its owner in the middle of one of its own calls: it dies a turn later.
class Mortal {
 public:
  virtual ~Mortal() = default;
};

/// Threads: the shard's, but for stop(), post() and what they touch.
struct Shard::Impl {
  Impl();
  ~Impl();

  // The loop.
  void run();
  void stop();
  void post(std::function<void()> work);
  void serve_asio();  ///< from now on sockets of Asio's own are heard
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
  WaitList waits;            ///< suspended flows
  std::unique_ptr<Dns> dns;  ///< made when first asked for
  std::uint64_t socket_drops = 0;
  std::size_t paced = 0;  ///< Pace objects alive
  std::function<void(Duration)> on_lag;
  Timer* firing = nullptr;  ///< the timer whose callback runs; null once it is destroyed

 private:
  TimerHeap heap_;
  TimePoint probe_due_{};  ///< of the lag probe, which is no work that keeps the loop running
  std::atomic<bool> stopping_{false};
  std::atomic<std::thread::id> home_{};  ///< of the thread inside run()
  Waker waker_{poller};
  bool serves_asio_ = false;
  bool dying_ = false;
  std::vector<std::unique_ptr<Mortal>> grave_;
  std::unordered_map<Mortal*, std::unique_ptr<Mortal>> adopted_;

  // Busy share: time between two waits.
  bool awake_ = false;
  bool moderating_ = false;
  unsigned wakes_ = 0;  ///< since the last lag probe
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
  void turn();
  void fire_due();
  void probe_lag();
  void empty_grave();

  std::unique_ptr<LoopWait> wait_;
};

}  // namespace cxload::net
