/// ClientTransaction: the side that sent the request (RFC 3261 17.1).
#pragma once
#include "transaction.hpp"

namespace cxload::sip {

class ClientTransaction : public Transaction {
 public:
  using Transaction::Transaction;
  virtual void on_response(Message&& response, TransactionContext& context) = 0;
  /// A CANCEL for this request goes out now.
  virtual void on_cancel_sent(TransactionContext&) {}
};

}  // namespace cxload::sip
