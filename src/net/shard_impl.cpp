#include "shard_impl.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>

namespace cxload::net {
namespace {

/// 10 ms: short against any SIP timer, and 100 wake-ups a second cost next to nothing.
constexpr auto probe_interval = std::chrono::milliseconds(10);

}  // namespace

Shard::Impl::Impl()
    : read_at_(Clock::now()), sockets_(context, poller.fd()), kernel_timer_(context), probe_timer_(context) {
  wait_for_sockets();
}

Shard::Impl::~Impl() {
  dying_ = true;
  adopted_.clear();
  grave_.clear();
  sockets_.release();  // the poller closes it
}

void Shard::Impl::run() {
  context.restart();
  probe_timer_.expires_at(Clock::now());
  probe_lag();
  while (!stopping.load(std::memory_order_relaxed)) {
    awake_ = false;
    if (context.run_one() == 0) break;
    woke();
    context.poll();
    busy_ += Clock::now() - awake_since_;
  }
  awake_ = false;
  stopping = false;
}

void Shard::Impl::woke() {
  if (awake_) return;
  awake_ = true;
  awake_since_ = Clock::now();
}

LoopHealth Shard::Impl::read_health() {
  const TimePoint now = Clock::now();
  const Duration busy = busy_ + (awake_ ? now - awake_since_ : Duration{});
  const auto window = std::chrono::duration<double>(now - read_at_).count();
  const auto worked = std::chrono::duration<double>(busy - busy_read_).count();
  LoopHealth health{worst_lag_, window > 0 ? std::clamp(worked / window, 0.0, 1.0) : 0.0, socket_drops};
  read_at_ = now;
  busy_read_ = busy;
  worst_lag_ = Duration{};
  return health;
}

// The waits below are always there, so they must not count as work: a loop with nothing else ends. Asio
// counts one piece of work for each wait until its handler has returned; it is taken back while the wait is
// pending and given again when the handler starts.

void Shard::Impl::wait_for_sockets() {
  sockets_.async_wait(asio::posix::descriptor_base::wait_read,
                      [this](const boost::system::error_code& error) {
                        work_started();
                        if (error) return;
                        woke();
                        poller.dispatch();
                        wait_for_sockets();
                      });
  work_finished();
}

void Shard::Impl::probe_lag() {
  probe_timer_.expires_at(std::max(Clock::now(), probe_timer_.expiry()) + probe_interval);
  probe_timer_.async_wait([this, probe = ++probe_](const boost::system::error_code&) {
    work_started();
    if (probe != probe_) return;
    woke();
    const Duration lag = std::max(Clock::now() - probe_timer_.expiry(), Duration{});
    worst_lag_ = std::max(worst_lag_, lag);
    if (on_lag) on_lag(lag);
    probe_lag();
  });
  work_finished();
}

void Shard::Impl::arm(Timer& timer, TimePoint due) {
  if (heap_.empty()) work_started();
  heap_.put(timer, timer.heap_at_, due);
  // A later first deadline is found when the kernel's timer rings: moving it costs a system call.
  if (heap_.next_due() < kernel_due_) wait_for_timers();
}

void Shard::Impl::disarm(Timer& timer) {
  if (timer.heap_at_ == TimerHeap::nowhere) return;
  heap_.remove(timer.heap_at_);
  if (heap_.empty()) work_finished();
}

void Shard::Impl::wait_for_timers() {
  kernel_due_ = heap_.next_due();
  kernel_timer_.expires_at(kernel_due_);
  kernel_timer_.async_wait([this, wait = ++kernel_wait_](const boost::system::error_code&) {
    work_started();
    if (wait != kernel_wait_) return;
    woke();
    fire_due();
  });
  work_finished();
}

void Shard::Impl::fire_due() {
  const TimePoint start = Clock::now();
  kernel_due_ = TimePoint::min();  // nothing re-arms the kernel's timer until all are handled
  // Each at most once: a callback that arms for "now" waits for the next turn.
  for (std::size_t left = heap_.size(); left > 0 && !heap_.empty() && heap_.next_due() <= start; --left) {
    Timer& timer = heap_.first();
    disarm(timer);
    firing = &timer;
    // The callback may destroy the timer, and so must not run from inside it.
    std::function<void(TimePoint)> callback = std::move(timer.on_due_);
    callback(Clock::now());
    if (firing == &timer) timer.on_due_ = std::move(callback);
    firing = nullptr;
  }
  kernel_due_ = TimePoint::max();
  if (!heap_.empty()) wait_for_timers();
}

void Shard::Impl::bury(std::unique_ptr<Mortal> mortal) {
  if (dying_) return;  // nothing of it is running any more
  grave_.push_back(std::move(mortal));
  if (grave_.size() == 1) asio::post(context, [this] { empty_grave(); });
}

void Shard::Impl::empty_grave() {
  woke();
  const auto dead = std::exchange(grave_, {});
}

void Shard::Impl::adopt(std::unique_ptr<Mortal> mortal) {
  Mortal* const key = mortal.get();
  adopted_.emplace(key, std::move(mortal));
}

void Shard::Impl::release(Mortal& mortal) {
  const auto found = adopted_.find(&mortal);
  if (found == adopted_.end()) return;
  bury(std::move(found->second));
  adopted_.erase(found);
}

}  // namespace cxload::net
