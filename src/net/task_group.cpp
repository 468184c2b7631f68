#include <cstdio>
#include <exception>
#include <list>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <cxload/net/task_group.hpp>

#include "shard_impl.hpp"

namespace cxload::net {
namespace {

bool is_cancellation(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const boost::system::system_error& error) {
    return error.code() == asio::error::operation_aborted;
  } catch (...) {
    return false;
  }
}

}  // namespace

struct TaskGroup::Impl {
  explicit Impl(Shard& its_shard) : shard(its_shard), changed(its_shard) {}

  void cancel() {
    for (auto& signal : children) signal.emit(asio::cancellation_type::terminal);
  }

  void on_end(std::list<asio::cancellation_signal>::iterator child, const std::exception_ptr& thrown) {
    children.erase(child);
    if (thrown && !is_cancellation(thrown) && !failure) {
      failure = thrown;
      cancel();
    }
    if (children.empty()) changed.notify();
  }

  Shard& shard;
  Signal changed;
  std::list<asio::cancellation_signal> children;
  std::exception_ptr failure;
};

TaskGroup::TaskGroup(Shard& shard) : impl_(std::make_shared<Impl>(shard)) {}

TaskGroup::~TaskGroup() {
  if (impl_->children.empty() || impl_->shard.impl().is_dying()) return;
  std::fputs("a TaskGroup was destroyed while its flows were running\n", stderr);
  std::terminate();
}

void TaskGroup::spawn(Awaitable<void> child) {
  const auto at = impl_->children.emplace(impl_->children.end());
  auto on_end = [impl = impl_, at](const std::exception_ptr& thrown) { impl->on_end(at, thrown); };
  asio::co_spawn(impl_->shard.impl().context, std::move(child),
                 asio::bind_cancellation_slot(at->slot(), std::move(on_end)));
}

void TaskGroup::cancel() { impl_->cancel(); }

std::size_t TaskGroup::size() const { return impl_->children.size(); }

Awaitable<void> TaskGroup::join() {
  const std::shared_ptr<Impl> impl = impl_;
  std::exception_ptr cancelled;
  while (!impl->children.empty()) {
    try {
      co_await impl->changed.wait();
    } catch (const boost::system::system_error&) {
      cancelled = std::current_exception();
    }
    if (!cancelled) continue;
    // Cancelled itself: the children hear of it, and their clean-up is waited for.
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    impl->cancel();
    while (!impl->children.empty()) co_await impl->changed.wait();
    std::rethrow_exception(cancelled);
  }
  if (impl->failure) std::rethrow_exception(std::exchange(impl->failure, nullptr));
}

}  // namespace cxload::net
