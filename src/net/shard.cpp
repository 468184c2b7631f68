#include <exception>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <cxload/base/log.hpp>
#include <cxload/net/shard.hpp>

#include "shard_impl.hpp"

namespace cxload::net {
namespace {

/// The end of a root flow. Cancellation is its one legitimate exception.
void end_of_flow(const std::exception_ptr& thrown) {
  if (!thrown) return;
  try {
    std::rethrow_exception(thrown);
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) return;
    CXLOAD_LOG(error, "shard", "a flow threw: {}", error.what());
  } catch (const std::exception& error) {
    CXLOAD_LOG(error, "shard", "a flow threw: {}", error.what());
  } catch (...) {
    CXLOAD_LOG(error, "shard", "a flow threw something that is no exception");
  }
  std::terminate();
}

}  // namespace

Shard::Shard(unsigned index, const Random& random)
    : index_(index), random_(random.fork("shard", index)), impl_(std::make_unique<Impl>()) {}

Shard::~Shard() = default;

void Shard::run() { impl_->run(); }

void Shard::keep_running() { impl_->context.get_executor().on_work_started(); }

void Shard::stop() { impl_->stop(); }

void Shard::post(std::function<void()> work) { impl_->post(std::move(work)); }

void Shard::spawn(Awaitable<void> flow) { asio::co_spawn(impl_->context, std::move(flow), &end_of_flow); }

asio::io_context& Shard::asio_context() {
  impl_->serve_asio();
  return impl_->context;
}

void Shard::watch_lag(std::function<void(Duration)> on_lag) { impl_->on_lag = std::move(on_lag); }
LoopHealth Shard::read_health() { return impl_->read_health(); }

Pace::Pace(Shard& shard) : shard_(shard) { ++shard_.impl().paced; }
Pace::~Pace() { --shard_.impl().paced; }

Timer::Timer(Shard& shard, std::function<void(TimePoint)> on_due)
    : shard_(shard), on_due_(std::move(on_due)), heap_at_(TimerHeap::nowhere) {}

Timer::~Timer() {
  disarm();
  if (shard_.impl().firing == this) shard_.impl().firing = nullptr;
}

void Timer::arm(TimePoint due) { shard_.impl().arm(*this, due); }
void Timer::disarm() { shard_.impl().disarm(*this); }
bool Timer::is_armed() const { return heap_at_ != TimerHeap::nowhere; }

}  // namespace cxload::net
