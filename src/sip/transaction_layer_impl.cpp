#include "transaction_layer_impl.hpp"

namespace cxload::sip {

auto TransactionLayer::Impl::find_client(const ClientKey& key) -> Clients::Entry* {
  return clients.find([&key, mark = key.mark()](const Clients::Entry& entry) {
    return entry.mark == mark && key.matches(entry.machine->key());
  });
}

auto TransactionLayer::Impl::find_server(std::string_view key) -> Servers::Entry* {
  return servers.find([key, mark = mark_of(key)](const Servers::Entry& entry) {
    return entry.mark == mark && entry.machine->key() == key;
  });
}

auto TransactionLayer::Impl::find_awaiting(std::string_view ack_key) -> Servers::Entry* {
  return servers.find(
      [ack_key](const Servers::Entry& entry) { return entry.machine->awaited_ack() == ack_key; });
}

}  // namespace cxload::sip
