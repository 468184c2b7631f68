/// TransactionLayer: which transaction a received message belongs to (RFC 3261 17.1.3, 17.2.3).
#include <span>

#include <cxload/base/text.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/transaction_layer.hpp>

#include "invite_server_transaction.hpp"
#include "non_invite_server_transaction.hpp"
#include "transaction_layer_impl.hpp"

namespace cxload::sip {
namespace {

/// 8.2.7: who answers without state gives the same To tag to the same request each time.
std::string stateless_tag(std::string_view key) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return text::to_hex(std::as_bytes(std::span(&hash, 1)));
}

/// 8.1.3.3: a response that still has somebody else's Via was not meant for us.
bool has_one_via(const Message& response) {
  std::optional<std::string_view> rest = response.find(HeaderId::via);
  return next_list_element(rest) && !rest && response.count(HeaderId::via) == 1;
}

}  // namespace

void TransactionLayer::on_message(Message message, TimePoint now) {
  if (message.is_response()) {
    on_response(std::move(message), now);
  } else if (message.method() == "ACK") {
    on_ack(std::move(message), now);
  } else {
    on_request(std::move(message), now);
  }
  release_if_idle();
}

void TransactionLayer::on_request(Message&& request, TimePoint now) {
  std::optional<std::string> key = server_key(request);
  if (!key) {
    ++counters_.malformed;
    return;
  }
  Impl& state = impl();
  TransactionContext context{timing_, reliability_, state.outbox, now};
  if (Impl::Servers::Entry* server = state.find_server(*key)) {
    server->machine->on_request_again(context);
    state.servers.settle(*server);
    return;
  }
  if (live() >= max_transactions_ || !state.outbox.has_room()) {
    refuse(request, *key);
    return;
  }
  const TransactionId id{++last_id_};
  const std::uint64_t mark = mark_of(*key);
  if (request.method() == "INVITE") {
    state.servers.add(mark, std::make_unique<InviteServerTransaction>(id, std::move(*key), request, context));
  } else {
    state.servers.add(mark, std::make_unique<NonInviteServerTransaction>(id, std::move(*key), context));
  }
  state.outbox.emit(RequestReceived{id, std::move(request)});
}

void TransactionLayer::refuse(const Message& request, std::string_view key) {
  ++counters_.refused;
  Message response = Message::make_response_to(request, 503);
  const std::string_view to = *request.find(HeaderId::to);
  if (!tag_of(to)) response.set(HeaderId::to, std::string(to) + ";tag=" + stateless_tag(key));
  impl().outbox.send(Output{write_shared(response), TransactionId{}, false});
}

void TransactionLayer::on_ack(Message&& ack, TimePoint now) {
  const std::optional<std::string> key = server_key(ack);
  if (!key) {
    ++counters_.malformed;
    return;
  }
  Impl& state = impl();
  TransactionContext context{timing_, reliability_, state.outbox, now};
  Impl::Servers::Entry* server = state.find_server(*key);
  if (server == nullptr) server = state.find_awaiting(ack_key(ack));
  if (server != nullptr) {
    server->machine->on_ack(std::move(ack), context);
    state.servers.settle(*server);
  } else {
    state.outbox.emit_if_room(AckReceived{std::nullopt, std::move(ack)});
  }
}

void TransactionLayer::on_response(Message&& response, TimePoint now) {
  const std::optional<ClientKey> key = client_key(response);
  if (!key || !has_one_via(response)) {
    ++counters_.malformed;
    return;
  }
  Impl& state = impl();
  TransactionContext context{timing_, reliability_, state.outbox, now};
  if (Impl::Clients::Entry* client = state.find_client(*key)) {
    client->machine->on_response(std::move(response), context);
    state.clients.settle(*client);
  } else {
    state.outbox.emit_if_room(StrayResponse{std::move(response)});
  }
}

}  // namespace cxload::sip
