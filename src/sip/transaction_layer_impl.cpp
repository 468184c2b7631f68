#include "transaction_layer_impl.hpp"

#include <algorithm>

namespace cxload::sip {
namespace {

template <class Transactions, class Predicate>
auto* find_in(const Transactions& transactions, Predicate predicate) {
  const auto found = std::ranges::find_if(transactions, [&](const auto& item) { return predicate(*item); });
  return found == transactions.end() ? nullptr : found->get();
}

}  // namespace

ClientTransaction* TransactionLayer::Impl::find_client(std::string_view key) const {
  return find_in(clients, [key](const Transaction& item) { return item.key() == key; });
}

ServerTransaction* TransactionLayer::Impl::find_server(std::string_view key) const {
  return find_in(servers, [key](const Transaction& item) { return item.key() == key; });
}

ServerTransaction* TransactionLayer::Impl::find_server(TransactionId id) const {
  return find_in(servers, [id](const Transaction& item) { return item.id() == id; });
}

ServerTransaction* TransactionLayer::Impl::find_awaiting(std::string_view ack_key) const {
  return find_in(servers, [ack_key](const ServerTransaction& item) { return item.awaited_ack() == ack_key; });
}

void TransactionLayer::Impl::sweep() {
  const auto is_over = [](const auto& item) { return item->is_terminated(); };
  std::erase_if(clients, is_over);
  std::erase_if(servers, is_over);
}

}  // namespace cxload::sip
