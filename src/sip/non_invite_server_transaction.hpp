/// NonInviteServerTransaction: answers any request but INVITE and ACK (RFC 3261 17.2.2, figure 8).
#pragma once
#include "server_transaction.hpp"

namespace cxload::sip {

class NonInviteServerTransaction final : public ServerTransaction {
 public:
  NonInviteServerTransaction(TransactionId id, std::string key, TransactionContext& context);
  void send_response(const Message& response, TransactionContext& context) override;
  void on_request_again(TransactionContext& context) override;

 protected:
  bool is_open() const override { return !completed_; }
  void on_repeat(TransactionContext&) override { stop_repeating(); }
  void on_expired(TransactionContext&) override { terminate(); }

 private:
  bool completed_ = false;
  SharedBytes response_;  ///< the last one: none in Trying, provisional in Proceeding, final in Completed
};

}  // namespace cxload::sip
