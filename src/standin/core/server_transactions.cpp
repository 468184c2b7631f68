#include "server_transactions.hpp"

#include "reply_path.hpp"
#include "sip_timing.hpp"
#include "transaction_key.hpp"

namespace cxload::standin {

ServerTransactions::ServerTransactions(Timers& timers, Wire& wire, Deliver deliver, std::size_t most)
    : timers_(timers), wire_(wire), deliver_(std::move(deliver)), most_(most) {}

ServerTransactions::Transaction* ServerTransactions::find(ServerId id) {
  const auto found = live_.find(static_cast<std::uint64_t>(id));
  return found == live_.end() ? nullptr : &found->second;
}

const ServerTransactions::Transaction* ServerTransactions::find(ServerId id) const {
  const auto found = live_.find(static_cast<std::uint64_t>(id));
  return found == live_.end() ? nullptr : &found->second;
}

ServerTransactions::Accepted ServerTransactions::accept(const Flow& flow, const sip::Message& request,
                                                        TimePoint) {
  std::string key = server_key(flow, request, request.method());
  if (const auto known = by_key_.find(key); known != by_key_.end()) {
    const Transaction& transaction = live_.at(static_cast<std::uint64_t>(known->second));
    // RFC 6026 7.1: a repeated INVITE behind its 2xx is absorbed; the 2xx is the callee's to repeat.
    if (transaction.state == State::proceeding || transaction.state == State::completed)
      if (!transaction.last_response.empty()) wire_.send(transaction.reply, transaction.last_response);
    return {Arrival::absorbed};
  }
  if (live_.size() >= most_) return {Arrival::overload};
  const auto id = static_cast<ServerId>(++last_id_);
  Transaction& fresh = live_[last_id_];
  fresh.key = key;
  fresh.reply = reply_flow(request, flow);
  fresh.request = request;
  by_key_.emplace(std::move(key), id);
  return {Arrival::fresh, id};
}

bool ServerTransactions::absorb_ack(const Flow& flow, const sip::Message& ack, TimePoint now) {
  const auto known = by_key_.find(server_key(flow, ack, "INVITE"));
  if (known == by_key_.end()) return false;
  Transaction* transaction = find(known->second);
  if (transaction->state == State::accepted) return false;  // an old peer's ACK to a 2xx (17.2.3)
  if (transaction->state == State::completed) {
    transaction->state = State::confirmed;
    timers_.cancel(transaction->repeat);
    const Duration linger = transaction->reply.is_reliable() ? Duration::zero() : timer_t4;  // Timer I
    end_after(known->second, *transaction, now + linger);
  }
  return true;
}

void ServerTransactions::set_owner(ServerId id, std::weak_ptr<InviteOwner> owner) {
  if (Transaction* transaction = find(id)) transaction->owner = std::move(owner);
}

ServerId ServerTransactions::find_cancelled(const Flow& flow, const sip::Message& cancel) const {
  const auto known = by_key_.find(server_key(flow, cancel, "INVITE"));
  return known == by_key_.end() ? ServerId::none : known->second;
}

void ServerTransactions::cancel(ServerId id, TimePoint now) {
  Transaction* transaction = find(id);
  // 9.2: once a final response is out, CANCEL changes nothing.
  if (transaction == nullptr || transaction->state != State::proceeding) return;
  if (const auto owner = transaction->owner.lock()) owner->on_cancel(now);
}

void ServerTransactions::respond(ServerId id, sip::Message response, TimePoint now) {
  Transaction* transaction = find(id);
  if (transaction == nullptr) return;
  const int status = response.status();
  const bool is_success = status >= 200 && status < 300;
  // Behind a final response only further 2xx of the same INVITE pass (13.3.1.4, forks).
  if (transaction->state == State::accepted ? !is_success : transaction->state != State::proceeding) return;
  std::string bytes = deliver_(transaction->reply, transaction->request, std::move(response), now);
  transaction = find(id);
  if (transaction == nullptr || status < 200) {
    if (transaction != nullptr) transaction->last_response = std::move(bytes);
    return;
  }
  if (transaction->is_invite()) {
    if (!is_success) transaction->last_response = std::move(bytes);
    return finish_invite(id, *transaction, is_success, now);
  }
  transaction->last_response = std::move(bytes);
  transaction->state = State::completed;
  // Timer J. On reliable transports it may be zero; a few seconds keep a repeat from being handled twice.
  end_after(id, *transaction, now + (transaction->reply.is_reliable() ? timer_t4 : transaction_patience));
}

void ServerTransactions::finish_invite(ServerId id, Transaction& transaction, bool is_success,
                                       TimePoint now) {
  if (is_success) {
    if (transaction.state == State::accepted) return;
    transaction.state = State::accepted;
    transaction.last_response.clear();
    return end_after(id, transaction, now + transaction_patience);  // Timer L
  }
  transaction.state = State::completed;
  end_after(id, transaction, now + transaction_patience);  // Timer H
  if (transaction.reply.is_reliable()) return;
  transaction.interval = timer_t1;  // Timer G
  transaction.repeat = timers_.set(now + timer_t1, [this, id](TimePoint then) { repeat(id, then); });
}

void ServerTransactions::repeat(ServerId id, TimePoint now) {
  Transaction* transaction = find(id);
  if (transaction == nullptr || transaction->state != State::completed) return;
  wire_.send(transaction->reply, transaction->last_response);
  transaction->interval = std::min(2 * transaction->interval, timer_t2);
  transaction->repeat =
      timers_.set(now + transaction->interval, [this, id](TimePoint then) { repeat(id, then); });
}

void ServerTransactions::end_after(ServerId id, Transaction& transaction, TimePoint due) {
  timers_.cancel(transaction.end);
  transaction.end = timers_.set(due, [this, id](TimePoint) { erase(id); });
}

void ServerTransactions::abandon(ServerId id) { erase(id); }

void ServerTransactions::erase(ServerId id) {
  const auto found = live_.find(static_cast<std::uint64_t>(id));
  if (found == live_.end()) return;
  timers_.cancel(found->second.repeat);
  timers_.cancel(found->second.end);
  by_key_.erase(found->second.key);
  live_.erase(found);
}

const sip::Message* ServerTransactions::request(ServerId id) const {
  const Transaction* transaction = find(id);
  return transaction == nullptr ? nullptr : &transaction->request;
}

bool ServerTransactions::has_final(ServerId id) const {
  const Transaction* transaction = find(id);
  return transaction == nullptr || transaction->state != State::proceeding;
}

}  // namespace cxload::standin
