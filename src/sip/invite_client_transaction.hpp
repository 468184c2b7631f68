/// InviteClientTransaction: sends an INVITE and acknowledges its refusal (RFC 3261 17.1.1, figure 5, with the
/// Accepted state of RFC 6026 7.2).
#pragma once
#include "client_transaction.hpp"

namespace cxload::sip {

class InviteClientTransaction final : public ClientTransaction {
 public:
  /// Sends the INVITE at once.
  InviteClientTransaction(TransactionId id, std::string key, const Message& invite,
                          TransactionContext& context);
  void on_response(Message&& response, TransactionContext& context) override;
  void on_cancel_sent(TransactionContext& context) override;

 protected:
  bool is_open() const override { return state_ == State::calling || state_ == State::proceeding; }
  void on_repeat(TransactionContext& context) override;
  void on_expired(TransactionContext& context) override;

 private:
  enum class State : std::uint8_t { calling, proceeding, accepted, completed };
  void on_provisional(Message&& response, TransactionContext& context);
  void on_accepted(Message&& response, TransactionContext& context);
  void on_refused(Message&& response, TransactionContext& context);

  State state_ = State::calling;
  bool cancelled_ = false;
  SharedBytes bytes_;  ///< the INVITE until its final response, then the ACK while completed
};

}  // namespace cxload::sip
