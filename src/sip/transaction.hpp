/// Transaction: what the four machines of RFC 3261 17 have in common: identity, two timers, an end.
#pragma once
#include <memory>
#include <string>

#include <cxload/sip/transaction_layer.hpp>

#include "transaction_outbox.hpp"

namespace cxload::sip {

using SharedBytes = std::shared_ptr<const std::string>;
[[nodiscard]] inline SharedBytes write_shared(const Message& message) {
  return std::make_shared<const std::string>(message.write());
}

/// What a machine may use while one of its events is handled.
struct TransactionContext {
  const Timing& timing;
  Reliability reliability;
  TransactionOutbox& outbox;
  TimePoint now;

  [[nodiscard]] bool is_reliable() const { return reliability == Reliability::reliable; }
  /// Timers B, F, H, J, L and M, and the patience of 9.1 and 13.3.1.4.
  [[nodiscard]] TimePoint give_up_at() const { return now + 64 * timing.t1; }
};

/// At most two timers run at once: one repeats a message (A, E, G, the 2xx), one ends the state (all others).
class Transaction {
 public:
  Transaction(TransactionId id, std::string key) : id_(id), key_(std::move(key)) {}
  virtual ~Transaction() = default;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  [[nodiscard]] TransactionId id() const { return id_; }
  [[nodiscard]] const std::string& key() const { return key_; }
  [[nodiscard]] bool is_terminated() const { return terminated_; }
  [[nodiscard]] TimePoint deadline() const { return std::min(repeat_at_, expires_at_); }

  void on_deadline(TransactionContext& context);
  void on_transport_failed(const Failure& failure, TransactionContext& context);
  /// No more events; a state without an end gets one.
  void forget();

 protected:
  static constexpr TimePoint never = TimePoint::max();

  /// Does the TU still wait for an outcome, or the peer for what ends the exchange?
  [[nodiscard]] virtual bool is_open() const = 0;
  virtual void on_repeat(TransactionContext& context) = 0;
  virtual void on_expired(TransactionContext& context) = 0;

  void send(const SharedBytes& bytes, bool is_retransmission, TransactionContext& context) const;
  void emit(Event&& event, TransactionContext& context) const;
  void emit_if_room(Event&& event, TransactionContext& context) const;
  void start_repeating(TransactionContext& context);  ///< first time after T1
  void back_off(Duration cap, TransactionContext& context);
  void stop_repeating() { repeat_at_ = never; }
  void terminate() { terminated_ = true; }
  [[nodiscard]] bool is_forgotten() const { return forgotten_; }

  TimePoint repeat_at_ = never;
  TimePoint expires_at_ = never;
  Duration interval_{};  ///< between the last repetition and the next

 private:
  TransactionId id_;
  std::string key_;
  bool forgotten_ = false;
  bool terminated_ = false;
};

}  // namespace cxload::sip
