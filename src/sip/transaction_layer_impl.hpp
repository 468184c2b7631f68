/// TransactionLayer::Impl: the live transactions and what they produced.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "client_transaction.hpp"
#include "server_transaction.hpp"

namespace cxload::sip {

/// A phone has two transactions at once, rarely more: vectors and a linear scan beat any index.
struct TransactionLayer::Impl {
  explicit Impl(std::size_t queue_limit) : outbox(queue_limit) {}

  [[nodiscard]] ClientTransaction* find_client(std::string_view key) const;
  [[nodiscard]] ServerTransaction* find_server(std::string_view key) const;
  [[nodiscard]] ServerTransaction* find_server(TransactionId id) const;
  [[nodiscard]] ServerTransaction* find_awaiting(std::string_view ack_key) const;
  /// RFC 3261 17: a transaction is destroyed the instant it is Terminated.
  void sweep();

  template <class Action>
  void for_each(Action action) const {
    for (const auto& client : clients) action(*client);
    for (const auto& server : servers) action(*server);
  }

  std::vector<std::unique_ptr<ClientTransaction>> clients;
  std::vector<std::unique_ptr<ServerTransaction>> servers;
  TransactionOutbox outbox;
};

}  // namespace cxload::sip
