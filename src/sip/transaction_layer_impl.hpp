/// TransactionLayer::Impl: the live transactions and what they produced.
#pragma once
#include <string_view>

#include "client_transaction.hpp"
#include "server_transaction.hpp"
#include "transaction_key.hpp"
#include "transaction_table.hpp"

namespace cxload::sip {

struct TransactionLayer::Impl {
  using Clients = TransactionTable<ClientTransaction>;
  using Servers = TransactionTable<ServerTransaction>;

  explicit Impl(std::size_t queue_limit) : outbox(queue_limit) {}

  [[nodiscard]] Clients::Entry* find_client(const ClientKey& key);
  [[nodiscard]] Servers::Entry* find_server(std::string_view key);
  [[nodiscard]] Servers::Entry* find_awaiting(std::string_view ack_key);

  Clients clients;
  Servers servers;
  TransactionOutbox outbox;
};

}  // namespace cxload::sip
