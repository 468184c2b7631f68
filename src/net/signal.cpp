#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <cxload/net/shard.hpp>

#include "shard_impl.hpp"

namespace cxload::net {

Awaitable<void> sleep_until(Shard& shard, TimePoint when) {
  asio::steady_timer timer(shard.context(), when);
  co_await timer.async_wait(asio::use_awaitable);
}

struct Signal::Impl {
  explicit Impl(Shard& shard) : timer(shard.context()) {}
  asio::steady_timer timer;
  bool is_notified = false;
};

Signal::Signal(Shard& shard) : impl_(std::make_shared<Impl>(shard)) {}

Signal::~Signal() { impl_->timer.cancel(); }

void Signal::notify() {
  impl_->is_notified = true;
  impl_->timer.cancel();
}

Awaitable<void> Signal::wait() { co_await wait_until(TimePoint::max()); }

Awaitable<bool> Signal::wait_until(TimePoint deadline) {
  const std::shared_ptr<Impl> impl = impl_;
  if (!impl->is_notified) {
    impl->timer.expires_at(deadline);
    constexpr auto token = asio::as_tuple(asio::use_awaitable);
    const auto result = co_await impl->timer.async_wait(token);
    // Neither notified nor expired: the flow was cancelled, or the signal died.
    const auto& error = std::get<0>(result);
    if (error && !impl->is_notified) throw boost::system::system_error(error);
  }
  co_return std::exchange(impl->is_notified, false);
}

}  // namespace cxload::net
