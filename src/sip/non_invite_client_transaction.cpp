#include "non_invite_client_transaction.hpp"

namespace cxload::sip {

NonInviteClientTransaction::NonInviteClientTransaction(TransactionId id, std::string key,
                                                       const Message& request, TransactionContext& context)
    : ClientTransaction(id, std::move(key)) {
  SharedBytes bytes = write_shared(request);
  send(bytes, false, context);
  expires_at_ = context.give_up_at();  // Timer F
  if (context.is_reliable()) return;
  request_ = std::move(bytes);
  start_repeating(context);  // Timer E
}

void NonInviteClientTransaction::on_response(Message&& response, TransactionContext& context) {
  if (state_ == State::completed) return;
  if (response.status() < 200) {
    state_ = State::proceeding;
    emit_if_room(ResponseReceived{id(), std::move(response)}, context);
    return;
  }
  state_ = State::completed;
  stop_repeating();
  request_.reset();
  emit(ResponseReceived{id(), std::move(response)}, context);
  expires_at_ = context.now + context.timing.t4;  // Timer K
  if (context.is_reliable()) terminate();
}

void NonInviteClientTransaction::on_repeat(TransactionContext& context) {
  send(request_, true, context);
  // 17.1.2.2: once a provisional response came, Timer E is T2 at each firing.
  if (state_ == State::proceeding) interval_ = context.timing.t2;
  back_off(context.timing.t2, context);
}

void NonInviteClientTransaction::on_expired(TransactionContext& context) {
  if (is_open()) emit(RequestTimedOut{id()}, context);
  terminate();
}

}  // namespace cxload::sip
