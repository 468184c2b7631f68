#include "invite_client_transaction.hpp"

#include <cxload/sip/request_builder.hpp>

#include "message_parser.hpp"

namespace cxload::sip {
namespace {

/// The INVITE as it was sent. Its bytes are all that is kept of it: few INVITEs are refused, and only then is
/// anything of it needed again. What no parser of a peer would accept was ours to write: hence lenient.
Message read_back(const std::string& bytes) {
  const Limits none{bytes.size(), bytes.size(), bytes.size()};
  MessageParser parser(bytes, Framing::datagram, none, MessageParser::Mode::lenient);
  static_cast<void>(parser.run());
  return parser.take();
}

}  // namespace

InviteClientTransaction::InviteClientTransaction(TransactionId id, std::string key, const Message& invite,
                                                 TransactionContext& context)
    : ClientTransaction(id, std::move(key)), bytes_(write_shared(invite)) {
  send(bytes_, false, context);
  expires_at_ = context.give_up_at();                    // Timer B
  if (!context.is_reliable()) start_repeating(context);  // Timer A
}

void InviteClientTransaction::on_response(Message&& response, TransactionContext& context) {
  const int status = response.status();
  if (status < 200) {
    on_provisional(std::move(response), context);
  } else if (status < 300) {
    on_accepted(std::move(response), context);
  } else {
    on_refused(std::move(response), context);
  }
}

void InviteClientTransaction::on_provisional(Message&& response, TransactionContext& context) {
  if (!is_open()) return;
  if (state_ == State::calling) {
    state_ = State::proceeding;
    stop_repeating();
    // 17.1.1.2: nothing ends Proceeding but a final response. RFC 3261 9.1 sets an end to a cancelled INVITE,
    // and nobody else would to a forgotten one.
    expires_at_ = cancelled_ || is_forgotten() ? context.give_up_at() : never;
  }
  emit_if_room(ResponseReceived{id(), std::move(response)}, context);
}

void InviteClientTransaction::on_accepted(Message&& response, TransactionContext& context) {
  if (state_ == State::completed) return;
  const bool first = is_open();
  if (first) {
    state_ = State::accepted;
    stop_repeating();
    bytes_.reset();  // RFC 3261 13.2.2.4: the ACK to a 2xx is the TU's
    // RFC 6026 7.2: Timer M, on every transport: repeats and other forks come end to end.
    expires_at_ = context.give_up_at();
    emit(ResponseReceived{id(), std::move(response)}, context);
  } else {
    emit_if_room(ResponseReceived{id(), std::move(response)}, context);
  }
}

void InviteClientTransaction::on_refused(Message&& response, TransactionContext& context) {
  if (state_ == State::accepted) return;
  if (state_ == State::completed) {
    send(bytes_, true, context);
    return;
  }
  state_ = State::completed;
  stop_repeating();
  Message ack = make_ack_draft(read_back(*bytes_));
  // 17.1.1.3: To as in the response, for it has the tag.
  if (const auto to = response.find(HeaderId::to)) ack.set(HeaderId::to, *to);
  bytes_ = write_shared(ack);
  send(bytes_, false, context);
  emit(ResponseReceived{id(), std::move(response)}, context);
  expires_at_ = context.now + context.timing.timer_d;
  if (context.is_reliable()) terminate();
}

void InviteClientTransaction::on_cancel_sent(TransactionContext& context) {
  cancelled_ = true;
  // RFC 3261 9.1: without a final response in 64*T1 the INVITE counts as cancelled.
  if (state_ == State::proceeding) expires_at_ = context.give_up_at();
}

void InviteClientTransaction::on_repeat(TransactionContext& context) {
  send(bytes_, true, context);
  back_off(Duration::max(), context);  // Timer A doubles without a cap; Timer B ends it
}

void InviteClientTransaction::on_expired(TransactionContext& context) {
  if (is_open()) emit(RequestTimedOut{id()}, context);
  terminate();
}

}  // namespace cxload::sip
