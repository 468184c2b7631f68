#include "transaction_outbox.hpp"

namespace cxload::sip {
namespace {

bool belongs_to(const Event& event, TransactionId transaction) {
  return std::visit(
      [transaction](const auto& item) {
        using Item = std::decay_t<decltype(item)>;
        if constexpr (std::is_same_v<Item, AckReceived>) {
          return item.invite == transaction;
        } else if constexpr (std::is_same_v<Item, StrayResponse>) {
          return false;
        } else {
          return item.transaction == transaction;
        }
      },
      event);
}

}  // namespace

void TransactionOutbox::send(Output&& output) {
  if (outputs_.size() < limit_) {
    outputs_.push(std::move(output));
  } else {
    ++dropped_;
  }
}

void TransactionOutbox::emit_if_room(Event&& event) {
  if (has_room()) {
    events_.push(std::move(event));
  } else {
    ++dropped_;
  }
}

void TransactionOutbox::erase_events_of(TransactionId transaction) {
  events_.erase_if([transaction](const Event& event) { return belongs_to(event, transaction); });
}

}  // namespace cxload::sip
