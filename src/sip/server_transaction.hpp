/// ServerTransaction: the side that received the request (RFC 3261 17.2).
#pragma once
#include "transaction.hpp"

namespace cxload::sip {

class ServerTransaction : public Transaction {
 public:
  using Transaction::Transaction;
  virtual void send_response(const Message& response, TransactionContext& context) = 0;
  /// The peer sent its request again.
  virtual void on_request_again(TransactionContext& context) = 0;
  /// INVITE only: `ack` was matched to this transaction.
  virtual void on_ack(Message&&, TransactionContext&) {}
  /// INVITE only: dialog and CSeq of the ACK that its final answer waits for (see ack_key), or empty.
  [[nodiscard]] virtual std::string_view awaited_ack() const { return {}; }
};

}  // namespace cxload::sip
