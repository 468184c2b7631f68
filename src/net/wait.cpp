#include "wait.hpp"

#include <utility>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/post.hpp>

#include "shard_impl.hpp"

namespace cxload::net {

void WaitList::drop_all() {
  // Destroying a flow may end other waits; each round takes what is first by then.
  while (first_ != nullptr) first_->take();
}

Wait::Wait(Shard& shard) : shard_(shard), deadline_(shard, [this](TimePoint) { finish(End::due); }) {}

Wait::~Wait() { finish(End::cancelled); }

Awaitable<Wait::End> Wait::until(TimePoint deadline) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void(End)>(
      [this, deadline](Flow flow) { begin(std::move(flow), deadline); }, asio::use_awaitable);
}

void Wait::begin(Flow flow, TimePoint deadline) {
  auto slot = asio::get_associated_cancellation_slot(flow);
  flow_.emplace(std::move(flow));
  WaitList& list = shard_.impl().waits;
  previous_ = nullptr;
  next_ = std::exchange(list.first_, this);
  if (next_ != nullptr) next_->previous_ = this;
  if (deadline != TimePoint::max()) deadline_.arm(deadline);
  if (slot.is_connected())
    slot.assign([this](asio::cancellation_type type) {
      if ((type & asio::cancellation_type::terminal) != asio::cancellation_type::none) finish(End::cancelled);
    });
}

Wait::Flow Wait::take() {
  (previous_ != nullptr ? previous_->next_ : shard_.impl().waits.first_) = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
  deadline_.disarm();
  Flow flow = std::move(*flow_);
  flow_.reset();
  return flow;
}

void Wait::finish(End end) {
  if (!flow_) return;
  Flow flow = take();
  asio::get_associated_cancellation_slot(flow).clear();
  asio::post(shard_.impl().context, [flow = std::move(flow), end]() mutable { std::move(flow)(end); });
}

}  // namespace cxload::net
