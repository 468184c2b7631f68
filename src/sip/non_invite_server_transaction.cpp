#include "non_invite_server_transaction.hpp"

namespace cxload::sip {

NonInviteServerTransaction::NonInviteServerTransaction(TransactionId id, std::string key,
                                                       TransactionContext& context)
    : ServerTransaction(id, std::move(key)) {
  // RFC 4320 4.2: after 64*T1 the client has given up; an answer would only be noise.
  expires_at_ = context.give_up_at();
}

void NonInviteServerTransaction::send_response(const Message& response, TransactionContext& context) {
  if (completed_) return;
  completed_ = response.status() >= 200;
  SharedBytes bytes = write_shared(response);
  send(bytes, false, context);
  if (!completed_) {
    response_ = std::move(bytes);
  } else if (context.is_reliable()) {
    terminate();
  } else {
    response_ = std::move(bytes);
    expires_at_ = context.give_up_at();  // Timer J
  }
}

void NonInviteServerTransaction::on_request_again(TransactionContext& context) {
  if (response_) send(response_, true, context);
}

}  // namespace cxload::sip
