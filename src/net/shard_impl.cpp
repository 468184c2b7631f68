#include "shard_impl.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

#include <boost/asio/post.hpp>

namespace cxload::net {
namespace {

/// 10 ms: short against any SIP timer, and 100 wake-ups a second cost next to nothing.
constexpr auto probe_interval = std::chrono::milliseconds(10);

/// Moderation: a loop that is woken more than 1,500 times a second lets what arrives gather for a moment, as
/// network cards do: each wake-up costs more than handling a message. Off again below 300 a second.
constexpr auto moderation_gap = std::chrono::milliseconds(2), paced_gap = std::chrono::milliseconds(1);
constexpr unsigned many_wakes = 15, few_wakes = 3;  // in a probe_interval

/// Deaf to everything: what arrives meanwhile waits, its arrival time is the kernel's.
void pause_until(TimePoint until) {
  const auto since = until.time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since);
  const timespec when{static_cast<time_t>(seconds.count()), static_cast<long>((since - seconds).count())};
  ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, nullptr);
}

}  // namespace

Shard::Impl::Impl() : read_at_(Clock::now()), wait_(make_direct_wait(poller)) {}

Shard::Impl::~Impl() {
  dying_ = true;
  waits.drop_all();
  dns.reset();
  adopted_.clear();
  grave_.clear();
}

void Shard::Impl::run() {
  home_ = std::this_thread::get_id();
  context.restart();
  probe_due_ = Clock::now();
  while (!stopping_.load(std::memory_order_relaxed)) {
    turn();
    if (context.stopped()) break;  // nothing is left to do
  }
  home_ = std::thread::id();
  stopping_ = false;
}

void Shard::Impl::turn() {
  const TimePoint due = heap_.empty() ? probe_due_ : std::min(probe_due_, heap_.next_due());
  // A loop that is behind already has enough to do in one go.
  if (moderating_ && due > awake_since_) pause_until(awake_since_ + (paced > 0 ? paced_gap : moderation_gap));
  wait_->wait(due);
  awake_since_ = Clock::now();
  ++wakes_;
  awake_ = true;
  // Held for the turn: Asio stops for good when the last timer or socket goes, even if another comes at once.
  work_started();
  poller.dispatch();
  if (probe_due_ <= awake_since_) probe_lag();
  fire_due();
  context.poll();
  work_finished();
  awake_ = false;
  busy_ += Clock::now() - awake_since_;
}

void Shard::Impl::stop() {
  stopping_ = true;
  context.stop();
  waker_.wake();
}

void Shard::Impl::post(std::function<void()> work) {
  asio::post(context, std::move(work));
  if (home_.load() != std::this_thread::get_id()) waker_.wake();
}

void Shard::Impl::serve_asio() {
  if (std::exchange(serves_asio_, true)) return;
  wait_ = make_asio_wait(poller, context);
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

void Shard::Impl::probe_lag() {
  const Duration lag = Clock::now() - probe_due_;
  worst_lag_ = std::max(worst_lag_, lag);
  probe_due_ += lag + probe_interval;
  if (on_lag) on_lag(lag);
  moderating_ = wakes_ >= (moderating_ ? few_wakes : many_wakes);
  wakes_ = 0;
}

void Shard::Impl::arm(Timer& timer, TimePoint due) {
  if (heap_.empty()) work_started();
  heap_.put(timer, timer.heap_at_, due);
}

void Shard::Impl::disarm(Timer& timer) {
  if (timer.heap_at_ == TimerHeap::nowhere) return;
  heap_.remove(timer.heap_at_);
  if (heap_.empty()) work_finished();
}

void Shard::Impl::fire_due() {
  if (heap_.empty()) return;
  const TimePoint start = Clock::now();
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
}

void Shard::Impl::bury(std::unique_ptr<Mortal> mortal) {
  if (dying_) return;  // nothing of it is running any more
  grave_.push_back(std::move(mortal));
  if (grave_.size() == 1) asio::post(context, [this] { empty_grave(); });
}

void Shard::Impl::empty_grave() { const auto dead = std::exchange(grave_, {}); }

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
