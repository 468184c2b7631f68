#include "live_call.hpp"

#include "in_dialog/dtmf.hpp"

namespace cxload::phone {
namespace {

Failure no_call() { return {"call.over", "there is no answered call to do that in"}; }

}  // namespace

std::optional<Failure> LiveCall::broken() const { return session_ ? session_->broken() : std::nullopt; }

/// RFC 3891 3: the tags as the far end of this call sees them: its own is the `to-tag`.
std::string LiveCall::replaces() const {
  if (!session_) return {};
  const sip::DialogId& id = session_->id();
  return id.call_id + ";to-tag=" + id.remote_tag + ";from-tag=" + id.local_tag;
}

net::Awaitable<CallResult> LiveCall::wait_final() {
  while (!result_) co_await changed_.wait();
  co_return *result_;
}

net::Awaitable<bool> LiveCall::wait_ended(TimePoint deadline) {
  while (!is_over() && Clock::now() < deadline) {
    const bool in_time = co_await changed_.wait_until(deadline);
    if (!in_time) break;
  }
  co_return is_over();
}

net::Awaitable<Outcome<>> LiveCall::hang_up() {
  start_hang_up();
  while (!is_over()) co_await changed_.wait();
  const std::optional<Failure> failure = broken();
  if (failure) co_return *failure;
  co_return Outcome<>();
}

net::Awaitable<Outcome<MidCallResult>> LiveCall::hold() {
  if (!session_ || session_->is_over()) co_return no_call();
  co_return co_await session_->reinvite().set_hold(true);
}

net::Awaitable<Outcome<MidCallResult>> LiveCall::resume() {
  if (!session_ || session_->is_over()) co_return no_call();
  co_return co_await session_->reinvite().set_hold(false);
}

net::Awaitable<Outcome<MidCallResult>> LiveCall::send_dtmf(std::string digits) {
  if (!session_ || session_->is_over()) co_return no_call();
  co_return co_await phone::send_dtmf(*session_, std::move(digits));
}

net::Awaitable<Outcome<MidCallResult>> LiveCall::transfer(std::string target, std::string replaced) {
  if (!session_ || session_->is_over()) co_return no_call();
  co_return co_await session_->transfer().send(std::move(target), std::move(replaced));
}

}  // namespace cxload::phone
