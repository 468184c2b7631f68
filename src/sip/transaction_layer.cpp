/// TransactionLayer: the verbs of its owner; what arrives is sorted in transaction_dispatch.cpp.
#include <algorithm>

#include <cxload/sip/transaction_layer.hpp>

#include "invite_client_transaction.hpp"
#include "non_invite_client_transaction.hpp"
#include "transaction_layer_impl.hpp"

namespace cxload::sip {
namespace {

/// Four messages a transaction, and some for strays: more waits only where nobody polls.
constexpr std::size_t queue_limit(std::size_t max_transactions) { return 4 * max_transactions + 16; }

}  // namespace

TransactionLayer::TransactionLayer(Reliability reliability, Timing timing, std::size_t max_transactions)
    : timing_(timing), max_transactions_(max_transactions), reliability_(reliability) {}
TransactionLayer::~TransactionLayer() = default;
TransactionLayer::TransactionLayer(TransactionLayer&&) noexcept = default;
TransactionLayer& TransactionLayer::operator=(TransactionLayer&&) noexcept = default;

TransactionLayer::Impl& TransactionLayer::impl() {
  if (!impl_) impl_ = std::make_unique<Impl>(queue_limit(max_transactions_));
  return *impl_;
}

void TransactionLayer::release_if_idle() {
  if (!impl_) return;
  counters_.dropped += impl_->outbox.take_dropped();
  if (live() == 0 && impl_->outbox.empty()) impl_.reset();
}

TransactionId TransactionLayer::send_request(const Message& request, TimePoint now) {
  Impl& state = impl();
  TransactionContext context{timing_, reliability_, state.outbox, now};
  const TransactionId id{++last_id_};
  const std::optional<ClientKey> key = client_key(request);
  if (!key) {
    state.outbox.emit(
        TransportFailed{id, {"local.request", "the request has no Via with a branch, or no CSeq"}});
  } else if (state.clients.size() >= max_transactions_) {
    state.outbox.emit(TransportFailed{id, {"local.transactions", "too many transactions at once"}});
  } else if (request.method() == "INVITE") {
    state.clients.add(key->mark(),
                      std::make_unique<InviteClientTransaction>(id, key->text(), request, context));
  } else {
    if (request.method() == "CANCEL") {
      if (Impl::Clients::Entry* invite = state.find_client({"INVITE", key->branch})) {
        invite->machine->on_cancel_sent(context);
        state.clients.settle(*invite);
      }
    }
    state.clients.add(key->mark(),
                      std::make_unique<NonInviteClientTransaction>(id, key->text(), request, context));
  }
  return id;
}

void TransactionLayer::send_response(TransactionId transaction, const Message& response, TimePoint now) {
  if (!impl_) return;
  Impl::Servers::Entry* server = impl_->servers.find(transaction);
  if (server == nullptr) return;
  TransactionContext context{timing_, reliability_, impl_->outbox, now};
  server->machine->send_response(response, context);
  impl_->servers.settle(*server);
}

void TransactionLayer::forget(TransactionId transaction) {
  if (!impl_) return;
  if (Impl::Clients::Entry* client = impl_->clients.find(transaction)) {
    client->machine->forget();
    impl_->clients.settle(*client);
  } else if (Impl::Servers::Entry* server = impl_->servers.find(transaction)) {
    server->machine->forget();
    impl_->servers.settle(*server);
  }
  impl_->outbox.erase_events_of(transaction);
}

std::optional<TransactionId> TransactionLayer::find_cancelled(TransactionId cancel) const {
  if (!impl_) return std::nullopt;
  const Impl::Servers::Entry* server = impl_->servers.find(cancel);
  if (server == nullptr) return std::nullopt;
  const Impl::Servers::Entry* invite = impl_->find_server(cancelled_key(server->machine->key()));
  return invite == nullptr ? std::nullopt : std::optional(invite->id);
}

void TransactionLayer::on_transport_failed(const Failure& failure, TimePoint now) {
  if (!impl_) return;
  TransactionContext context{timing_, reliability_, impl_->outbox, now};
  impl_->outbox.clear_outputs();
  const auto fail = [&](Transaction& item) { item.on_transport_failed(failure, context); };
  impl_->clients.for_each(fail);
  impl_->servers.for_each(fail);
  release_if_idle();
}

void TransactionLayer::on_deadline(TimePoint now) {
  if (!impl_) return;
  TransactionContext context{timing_, reliability_, impl_->outbox, now};
  const auto step = [&](Transaction& item) { item.on_deadline(context); };
  impl_->clients.for_each_due(now, step);
  impl_->servers.for_each_due(now, step);
  release_if_idle();
}

std::optional<Output> TransactionLayer::poll_output() {
  if (!impl_) return std::nullopt;
  std::optional<Output> output = impl_->outbox.pop_output();
  if (!output) release_if_idle();
  return output;
}

std::optional<Event> TransactionLayer::poll_event() {
  if (!impl_) return std::nullopt;
  std::optional<Event> event = impl_->outbox.pop_event();
  if (!event) release_if_idle();
  return event;
}

std::optional<TimePoint> TransactionLayer::next_deadline() const {
  if (!impl_) return std::nullopt;
  const TimePoint earliest = std::min(impl_->clients.earliest(), impl_->servers.earliest());
  return earliest == TimePoint::max() ? std::nullopt : std::optional(earliest);
}

std::size_t TransactionLayer::live() const {
  return impl_ ? impl_->clients.size() + impl_->servers.size() : 0;
}

}  // namespace cxload::sip
