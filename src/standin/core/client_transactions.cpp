#include "client_transactions.hpp"

#include <cxload/base/text.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/request_builder.hpp>
#include <cxload/sip/via.hpp>

#include "sip_timing.hpp"

namespace cxload::standin {
namespace {

/// 17.1.3: the branch, and the method so that a CANCEL's answer is not the INVITE's.
std::string key_of(const sip::Message& message) {
  const auto branch = sip::branch_of(message.first_value(sip::HeaderId::via).value_or(""));
  const auto cseq = sip::parse_cseq(message.find(sip::HeaderId::cseq).value_or(""));
  if (!branch || !cseq) return {};
  return text::to_lower(*branch).append(1, '\n').append(cseq->method);
}

/// Nobody waits for the answer to a CANCEL.
class Indifferent : public RequestOwner {
  void on_response(ClientId, const sip::Message&, TimePoint) override {}
  void on_no_response(ClientId, int, TimePoint) override {}
};

}  // namespace

ClientTransactions::Transaction* ClientTransactions::find(ClientId id) {
  const auto found = live_.find(static_cast<std::uint64_t>(id));
  return found == live_.end() ? nullptr : &found->second;
}

ClientId ClientTransactions::send(const Flow& flow, const sip::Message& request,
                                  std::shared_ptr<RequestOwner> owner, TimePoint now) {
  const std::uint64_t number = ++last_id_;
  const auto id = static_cast<ClientId>(number);
  Transaction& fresh = live_[number];
  fresh.key = key_of(request);
  fresh.flow = flow;
  fresh.request = request;
  fresh.bytes = request.write();
  fresh.owner = std::move(owner);
  by_key_[fresh.key] = id;
  if (flow.is_reliable()) by_connection_[static_cast<std::uint64_t>(flow.connection)].insert(number);
  if (!wire_.send(flow, fresh.bytes)) {
    fresh.end = timers_.set(now, [this, id](TimePoint then) { give_up(id, 480, then); });
    return id;
  }
  if (flow.is_reliable()) {
    fresh.bytes.clear();
  } else {
    set_repeat(id, fresh, timer_t1, now);  // Timer A or E
  }
  fresh.end = timers_.set(now + transaction_patience, [this, id](TimePoint then) { give_up(id, 408, then); });
  return id;
}

void ClientTransactions::set_repeat(ClientId id, Transaction& transaction, Duration interval, TimePoint now) {
  transaction.interval = interval;
  transaction.repeat = timers_.set(now + interval, [this, id](TimePoint then) { repeat(id, then); });
}

void ClientTransactions::repeat(ClientId id, TimePoint now) {
  Transaction* transaction = find(id);
  if (transaction == nullptr) return;
  wire_.send(transaction->flow, transaction->bytes);
  // Timer A doubles without limit, E up to T2, and stays there once a provisional response came (17.1.2.2).
  const bool slow = !transaction->is_invite() && transaction->state == State::proceeding;
  Duration next = slow ? timer_t2 : 2 * transaction->interval;
  if (!transaction->is_invite()) next = std::min(next, timer_t2);
  set_repeat(id, *transaction, next, now);
}

void ClientTransactions::cancel(ClientId id, std::string_view reason, TimePoint now) {
  Transaction* transaction = find(id);
  if (transaction == nullptr || transaction->cancel != Cancel::no) return;
  if (transaction->state != State::calling && transaction->state != State::proceeding) return;
  transaction->cancel = Cancel::wanted;
  transaction->cancel_reason = reason;
  if (transaction->state == State::proceeding) send_cancel(id, *transaction, now);
}

void ClientTransactions::send_cancel(ClientId id, Transaction& transaction, TimePoint now) {
  transaction.cancel = Cancel::sent;
  sip::Message cancel = sip::make_cancel(transaction.request);
  if (!transaction.cancel_reason.empty()) cancel.append(sip::HeaderId::reason, transaction.cancel_reason);
  // 9.1: without a final response in 64*T1 the INVITE counts as cancelled.
  end_after(id, transaction, now + transaction_patience);
  const Flow flow = transaction.flow;
  send(flow, cancel, std::make_shared<Indifferent>(), now);  // may move `transaction`
}

bool ClientTransactions::on_response(const Flow& flow, const sip::Message& response, TimePoint now) {
  const auto known = by_key_.find(key_of(response));
  if (known == by_key_.end()) return false;
  Transaction* transaction = find(known->second);
  // A connection answers only what was asked on it; UDP answers may come from another port.
  if (transaction->flow.connection != flow.connection) return false;
  const ClientId id = known->second;
  if (transaction->is_invite()) {
    on_invite_response(id, *transaction, response, now);
  } else {
    on_plain_response(id, *transaction, response, now);
  }
  return true;
}

void ClientTransactions::on_invite_response(ClientId id, Transaction& transaction,
                                            const sip::Message& response, TimePoint now) {
  const int status = response.status();
  const std::shared_ptr<RequestOwner> owner = transaction.owner;
  if (transaction.state == State::completed) {
    if (status >= 300) wire_.send(transaction.flow, transaction.bytes);  // the ACK again
    return;
  }
  if (transaction.state == State::accepted) {
    if (status >= 200 && status < 300) owner->on_response(id, response, now);
    return;
  }
  timers_.cancel(transaction.repeat);
  if (status < 200) {
    const bool first = transaction.state == State::calling;
    transaction.state = State::proceeding;
    if (transaction.cancel == Cancel::no) timers_.cancel(transaction.end);  // Timer B; the owner runs Timer C
    if (first && transaction.cancel == Cancel::wanted) send_cancel(id, transaction, now);
  } else if (status < 300) {
    transaction.state = State::accepted;
    end_after(id, transaction, now + transaction_patience);  // Timer M
  } else {
    transaction.state = State::completed;
    acknowledge(transaction, response);
    end_after(id, transaction,
              now + (transaction.flow.is_reliable() ? Duration::zero() : transaction_patience));
  }
  owner->on_response(id, response, now);
}

void ClientTransactions::on_plain_response(ClientId id, Transaction& transaction,
                                           const sip::Message& response, TimePoint now) {
  if (transaction.state == State::completed) return;
  const std::shared_ptr<RequestOwner> owner = transaction.owner;
  if (response.status() < 200) {
    transaction.state = State::proceeding;
  } else {
    transaction.state = State::completed;
    timers_.cancel(transaction.repeat);
    end_after(id, transaction,
              now + (transaction.flow.is_reliable() ? Duration::zero() : timer_t4));  // Timer K
  }
  owner->on_response(id, response, now);
}

void ClientTransactions::acknowledge(Transaction& transaction, const sip::Message& response) {
  sip::Message ack = sip::make_ack_draft(transaction.request);
  if (const auto to = response.find(sip::HeaderId::to)) ack.set(sip::HeaderId::to, *to);  // 17.1.1.3
  transaction.bytes = ack.write();
  wire_.send(transaction.flow, transaction.bytes);
}

bool ClientTransactions::has_provisional(ClientId id) const {
  const auto found = live_.find(static_cast<std::uint64_t>(id));
  return found != live_.end() && found->second.state == State::proceeding;
}

void ClientTransactions::give_up(ClientId id, int status, TimePoint now) {
  const Transaction* transaction = find(id);
  if (transaction == nullptr) return;
  const std::shared_ptr<RequestOwner> owner = transaction->owner;
  const bool is_open = transaction->state == State::calling || transaction->state == State::proceeding;
  erase(id);
  if (is_open) owner->on_no_response(id, status, now);
}

void ClientTransactions::on_flow_closed(const Flow& flow, TimePoint now) {
  const auto found = by_connection_.find(static_cast<std::uint64_t>(flow.connection));
  if (found == by_connection_.end()) return;
  const std::unordered_set<std::uint64_t> affected = found->second;
  for (const std::uint64_t number : affected) give_up(static_cast<ClientId>(number), 480, now);
}

void ClientTransactions::end_after(ClientId id, Transaction& transaction, TimePoint due) {
  timers_.cancel(transaction.end);
  transaction.end = timers_.set(due, [this, id](TimePoint now) { give_up(id, 408, now); });
}

void ClientTransactions::erase(ClientId id) {
  const auto found = live_.find(static_cast<std::uint64_t>(id));
  if (found == live_.end()) return;
  timers_.cancel(found->second.repeat);
  timers_.cancel(found->second.end);
  by_key_.erase(found->second.key);
  const auto connection = by_connection_.find(static_cast<std::uint64_t>(found->second.flow.connection));
  if (connection != by_connection_.end()) {
    connection->second.erase(found->first);
    if (connection->second.empty()) by_connection_.erase(connection);
  }
  live_.erase(found);
}

}  // namespace cxload::standin
