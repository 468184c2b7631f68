/// InviteServerTransaction: answers an INVITE and awaits the ACK (RFC 3261 17.2.1, figure 7, with the
/// Accepted state of RFC 6026 7.1). The repetition of the 2xx, the core's duty in 13.3.1.4, lives here too.
#pragma once
#include "server_transaction.hpp"

namespace cxload::sip {

class InviteServerTransaction final : public ServerTransaction {
 public:
  InviteServerTransaction(TransactionId id, std::string key, const Message& invite,
                          TransactionContext& context);
  void send_response(const Message& response, TransactionContext& context) override;
  void on_request_again(TransactionContext& context) override;
  void on_ack(Message&& ack, TransactionContext& context) override;
  std::string_view awaited_ack() const override { return awaited_ack_; }

 protected:
  bool is_open() const override { return state_ != State::confirmed && !acknowledged_; }
  void on_repeat(TransactionContext& context) override;
  void on_expired(TransactionContext& context) override;

 private:
  enum class State : std::uint8_t { proceeding, accepted, completed, confirmed };
  void on_final(const Message& response, TransactionContext& context);

  State state_ = State::proceeding;
  bool answered_ = false;      ///< something was sent, be it our own 100
  bool acknowledged_ = false;  ///< the ACK to the 2xx came
  SharedBytes response_;       ///< the last one; at first the 100 that a slow TU makes us send
  std::string awaited_ack_;
};

}  // namespace cxload::sip
