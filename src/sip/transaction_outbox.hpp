/// TransactionOutbox: what the machines of one layer produced and the owner has not fetched yet.
#pragma once
#include <cstdint>
#include <optional>

#include <cxload/sip/transaction_layer.hpp>

#include "small_queue.hpp"

namespace cxload::sip {

/// Bounded: `limit` outputs, and `limit` events plus one outcome for each transaction.
class TransactionOutbox {
 public:
  explicit TransactionOutbox(std::size_t limit) : limit_(limit) {}

  /// Beyond the limit the bytes are lost as a network could lose them; timers see to the rest.
  void send(Output&& output);
  /// An outcome that the TU must hear; each transaction has few of them.
  void emit(Event&& event) { events_.push(std::move(event)); }
  /// What a peer can cause any number of times: provisional responses, repeats, strays.
  void emit_if_room(Event&& event);
  [[nodiscard]] bool has_room() const { return events_.size() < limit_; }

  std::optional<Output> pop_output() { return outputs_.pop(); }
  std::optional<Event> pop_event() { return events_.pop(); }
  void erase_events_of(TransactionId transaction);
  void clear_outputs() { outputs_.clear(); }
  [[nodiscard]] bool empty() const { return outputs_.empty() && events_.empty(); }
  [[nodiscard]] std::uint32_t take_dropped() { return std::exchange(dropped_, 0); }

 private:
  SmallQueue<Output> outputs_;
  SmallQueue<Event> events_;
  std::size_t limit_;
  std::uint32_t dropped_ = 0;
};

}  // namespace cxload::sip
