#include <utility>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <cxload/net/shard.hpp>

#include "shard_impl.hpp"

namespace cxload::net {
namespace {

[[noreturn]] void throw_cancelled() {
  throw boost::system::system_error(asio::error::make_error_code(asio::error::operation_aborted));
}

}  // namespace

Awaitable<void> sleep_until(Shard& shard, TimePoint when) {
  Wait wait(shard);
  const Wait::End end = co_await wait.until(when);
  if (end == Wait::End::cancelled) throw_cancelled();
}

struct Signal::Impl {
  explicit Impl(Shard& shard) : wait(shard) {}
  /// The flow was cancelled, or the signal died; what came before that still counts.
  void check(Wait::End end) const {
    if (end == Wait::End::cancelled && !is_notified) throw_cancelled();
  }
  Wait wait;
  bool is_notified = false;
};

Signal::Signal(Shard& shard) : impl_(std::make_shared<Impl>(shard)) {}

Signal::~Signal() { impl_->wait.finish(Wait::End::cancelled); }

void Signal::notify() {
  impl_->is_notified = true;
  impl_->wait.finish(Wait::End::notified);
}

Awaitable<void> Signal::wait() {
  const std::shared_ptr<Impl> impl = impl_;
  if (!impl->is_notified) {
    const Wait::End end = co_await impl->wait.until(TimePoint::max());
    impl->check(end);
  }
  impl->is_notified = false;
}

Awaitable<bool> Signal::wait_until(TimePoint deadline) {
  const std::shared_ptr<Impl> impl = impl_;
  if (!impl->is_notified) {
    const Wait::End end = co_await impl->wait.until(deadline);
    impl->check(end);
  }
  co_return std::exchange(impl->is_notified, false);
}

}  // namespace cxload::net
