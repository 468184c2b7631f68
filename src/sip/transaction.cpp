#include "transaction.hpp"

#include <algorithm>

namespace cxload::sip {
namespace {

// forget() is not told the time: the next deadline, which is at once, starts the clock. Not TimePoint::min(),
// of which a driver's `deadline - now` would overflow.
constexpr TimePoint at_once{};

}  // namespace

void Transaction::on_deadline(TransactionContext& context) {
  if (expires_at_ == at_once) expires_at_ = context.give_up_at();
  if (expires_at_ <= context.now) {
    on_expired(context);
  } else if (repeat_at_ <= context.now) {
    on_repeat(context);
  }
}

void Transaction::on_transport_failed(const Failure& failure, TransactionContext& context) {
  if (is_open()) emit(TransportFailed{id_, failure}, context);
  terminate();
}

void Transaction::forget() {
  forgotten_ = true;
  if (expires_at_ == never) expires_at_ = at_once;
}

void Transaction::send(const SharedBytes& bytes, bool is_retransmission, TransactionContext& context) const {
  context.outbox.send(Output{bytes, id_, is_retransmission});
}

void Transaction::emit(Event&& event, TransactionContext& context) const {
  if (!forgotten_) context.outbox.emit(std::move(event));
}

void Transaction::emit_if_room(Event&& event, TransactionContext& context) const {
  if (!forgotten_) context.outbox.emit_if_room(std::move(event));
}

void Transaction::start_repeating(TransactionContext& context) {
  interval_ = context.timing.t1;
  repeat_at_ = context.now + interval_;
}

void Transaction::back_off(Duration cap, TransactionContext& context) {
  interval_ = std::min(2 * interval_, cap);
  repeat_at_ = context.now + interval_;
}

}  // namespace cxload::sip
