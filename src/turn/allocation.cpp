// Allocation: its life, and its public face.
#include <algorithm>

#include "allocation_body.hpp"

namespace cxload::turn {

void Allocation::Body::start(TimePoint now) {
  if (state != State::idle) return;
  state = State::asking;
  ask({.method = stun::Method::allocate}, now);
}

bool Allocation::Body::receive(stun::Bytes bytes, TimePoint now) {
  if (state == State::idle || state == State::closed || state == State::failed) return false;
  if (!bytes.empty() && bytes.front() >= std::byte{4}) return relay(bytes);
  const Result<stun::Message> message = stun::Message::parse(bytes);
  if (!message) return false;
  if (message->type_class() == stun::Class::success || message->type_class() == stun::Class::error)
    return on_answer(*message, now);
  const auto peer = message->xor_address(stun::Attr::xor_peer_address);
  const auto data = message->find(stun::Attr::data);
  if (message->method() != stun::Method::data || message->type_class() != stun::Class::indication || !peer ||
      !data)
    return false;
  deliver(*peer, *data);
  return true;
}

void Allocation::Body::close(TimePoint now) {
  switch (state) {
    case State::open:
      return give_back(now);
    case State::asking:  // its answer, should it come, is what is given back
      state = State::closing;
      return;
    case State::idle:
      state = State::closed;
      return;
    default:
      return;
  }
}

void Allocation::Body::give_back(TimePoint now) {
  state = State::closing;
  requests_.clear();
  held_.clear();
  ask({.method = stun::Method::refresh, .gives_back = true}, now);
}

void Allocation::Body::lose(const Failure& why) {
  if (state == State::closing) state = State::closed;
  if (state == State::closed || state == State::failed) return;
  fail(state == State::open ? Failure{"turn.lost", "the way to the TURN server ended: " + why.detail} : why);
}

void Allocation::Body::fail(const Failure& why) {
  const bool was_closing = state == State::closing;
  state = was_closing ? State::closed : State::failed;
  if (!was_closing) failure = why;
  requests_.clear();
  held_.clear();
}

void Allocation::Body::tick(TimePoint now) {
  if (state == State::open && expires_ && now >= *expires_)
    return fail({"turn.lost", "the allocation ran out before the TURN server had renewed it"});
  retry(now);
  if (state == State::open) renew(now);
}

std::optional<TimePoint> Allocation::Body::next_deadline() const {
  std::optional<TimePoint> due;
  const auto at = [&due](const std::optional<TimePoint>& when) {
    if (when) due = std::min(due.value_or(*when), *when);
  };
  for (const Request& request : requests_) at(request.due);
  if (state != State::open) return due;
  at(refresh_due_);
  at(expires_);
  for (const Permission& permission : permissions_) at(permission.renew);
  for (const Channel& channel : channels_) at(channel.renew);
  return due;
}

Allocation::Allocation(const AllocationOptions& options, AllocationSink& sink)
    : body_(std::make_unique<Body>(options, sink)) {}
Allocation::~Allocation() = default;

void Allocation::start(TimePoint now) { body_->start(now); }
bool Allocation::receive(stun::Bytes message, TimePoint now) {
  const bool is_ours = body_->receive(message, now);
  if (!is_ours) ++body_->counts.strange;
  return is_ours;
}
void Allocation::send(const stun::TransportAddress& peer, stun::Bytes data, TimePoint now) {
  body_->send(peer, data, now);
}
void Allocation::bind_channel(const stun::TransportAddress& peer, TimePoint now) {
  body_->bind_channel(peer, now);
}
void Allocation::close(TimePoint now) { body_->close(now); }
void Allocation::lose(const Failure& failure) { body_->lose(failure); }
void Allocation::tick(TimePoint now) { body_->tick(now); }
std::optional<TimePoint> Allocation::next_deadline() const { return body_->next_deadline(); }
Allocation::State Allocation::state() const { return body_->state; }
const std::optional<Failure>& Allocation::failure() const { return body_->failure; }
const stun::TransportAddress& Allocation::relayed() const { return body_->relayed; }
const std::optional<stun::TransportAddress>& Allocation::mapped() const { return body_->mapped; }
const AllocationCounts& Allocation::counts() const { return body_->counts; }

}  // namespace cxload::turn
