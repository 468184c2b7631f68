#include "invite_server_transaction.hpp"

#include "transaction_key.hpp"

namespace cxload::sip {

InviteServerTransaction::InviteServerTransaction(TransactionId id, std::string key, const Message& invite,
                                                 TransactionContext& context)
    : ServerTransaction(id, std::move(key)),
      response_(write_shared(Message::make_response_to(invite, 100, "Trying"))) {
  // 17.2.1: a 100 goes out if the TU has not answered within 200 ms.
  repeat_at_ = context.now + std::chrono::milliseconds(200);
}

void InviteServerTransaction::send_response(const Message& response, TransactionContext& context) {
  const int status = response.status();
  const bool is_success = status >= 200 && status < 300;
  // RFC 6026 7.1: further 2xx of the TU pass in Accepted; all else after a final response is not sent.
  if (state_ != State::proceeding && !(state_ == State::accepted && is_success)) return;
  const bool first_final = state_ == State::proceeding && status >= 200;
  if (acknowledged_) {
    send(write_shared(response), false, context);
    return;
  }
  response_ = write_shared(response);
  answered_ = true;
  send(response_, false, context);
  if (first_final) {
    on_final(response, context);
  } else if (state_ == State::proceeding) {
    stop_repeating();
  }
}

void InviteServerTransaction::on_final(const Message& response, TransactionContext& context) {
  state_ = response.status() < 300 ? State::accepted : State::completed;
  // The ACK to a refusal has the branch of its INVITE (17.1.1.3), unless the peer knows no branches.
  if (state_ == State::accepted || is_legacy_key(key())) awaited_ack_ = ack_key(response);
  expires_at_ = context.give_up_at();  // Timer L or H
  stop_repeating();
  // 13.3.1.4: the 2xx is repeated on every transport, for it travels end to end; Timer G only over UDP.
  if (state_ == State::accepted || !context.is_reliable()) start_repeating(context);
}

void InviteServerTransaction::on_request_again(TransactionContext& context) {
  // RFC 6026 7.1: in Accepted an INVITE that comes again is absorbed, the 2xx has its own rhythm.
  if (state_ == State::proceeding) {
    send(response_, answered_, context);
    answered_ = true;
    stop_repeating();
  } else if (state_ == State::completed) {
    send(response_, true, context);
  }
}

void InviteServerTransaction::on_ack(Message&& ack, TransactionContext& context) {
  if (state_ == State::completed) {
    state_ = State::confirmed;
    stop_repeating();
    response_.reset();
    expires_at_ = context.now + context.timing.t4;  // Timer I
    if (context.is_reliable()) terminate();
  } else if (state_ == State::accepted && !acknowledged_) {
    acknowledged_ = true;
    stop_repeating();
    response_.reset();
    emit(AckReceived{id(), std::move(ack)}, context);
  }
}

void InviteServerTransaction::on_repeat(TransactionContext& context) {
  send(response_, answered_, context);
  answered_ = true;
  if (state_ == State::proceeding) {
    stop_repeating();
  } else {
    back_off(context.timing.t2, context);
  }
}

void InviteServerTransaction::on_expired(TransactionContext& context) {
  const bool awaits_ack = state_ == State::completed || (state_ == State::accepted && !acknowledged_);
  if (awaits_ack) emit(AckTimedOut{id()}, context);
  terminate();
}

}  // namespace cxload::sip
