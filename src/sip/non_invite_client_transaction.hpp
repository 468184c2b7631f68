/// NonInviteClientTransaction: sends any request but INVITE and ACK (RFC 3261 17.1.2, figure 6).
#pragma once
#include "client_transaction.hpp"

namespace cxload::sip {

class NonInviteClientTransaction final : public ClientTransaction {
 public:
  /// Sends the request at once.
  NonInviteClientTransaction(TransactionId id, std::string key, const Message& request,
                             TransactionContext& context);
  void on_response(Message&& response, TransactionContext& context) override;

 protected:
  bool is_open() const override { return state_ != State::completed; }
  void on_repeat(TransactionContext& context) override;
  void on_expired(TransactionContext& context) override;

 private:
  enum class State : std::uint8_t { trying, proceeding, completed };
  State state_ = State::trying;
  SharedBytes request_;  ///< over UDP, until the final response
};

}  // namespace cxload::sip
