// Agent, asking: checks that go out, what comes back, and which pair is nominated (RFC 8445 7.2, 8.1).
#include <algorithm>

#include <cxload/base/crypto.hpp>
#include <cxload/stun/integrity.hpp>

#include "agent_body.hpp"

namespace cxload::ice {
namespace {

constexpr std::uint16_t role_conflict = 487, forbidden = 403;

/// RFC 8445 7.1.1: what a peer would give a candidate that it learns from this check.
std::uint32_t reflexive_priority(const Candidate& base) {
  constexpr std::uint32_t type_bits = 0xFF000000U;
  const std::uint32_t type = candidate_priority(CandidateType::peer_reflexive, 0) & type_bits;
  return type | (base.priority & ~type_bits);
}

}  // namespace

bool Agent::Body::is_asking(std::size_t pair) const {
  return std::any_of(asked_.begin(), asked_.end(),
                     [&](const Asked& asked) { return asked.pair == pair && !asked.is_consent; });
}

/// RFC 8445 7.3.1.4: a check that is under way gives place to a triggered one. Not while its answer may still
/// be on its way: else two agents would trigger each other without end.
bool Agent::Body::give_up_asking(std::size_t pair, TimePoint now) {
  for (Asked& asked : asked_) {
    if (asked.pair != pair || asked.is_consent) continue;
    if (now - asked.last_sent < 2 * options_.pace) return false;
    asked.count = options_.tries;  // its answer still counts
  }
  return true;
}

void Agent::Body::check(std::size_t pair, bool nominates, bool is_consent, TimePoint now) {
  Asked& asked = asked_.emplace_back();
  crypto::random_bytes(asked.id.data(), asked.id.size());
  asked.pair = pair;
  asked.nominates = nominates;
  asked.is_consent = is_consent;
  asked.was_controlling = is_controlling;
  asked.sent = now;
  asked.wait = options_.first_wait;
  if (list.pairs()[pair].state != PairState::succeeded) list.pairs()[pair].state = PairState::in_progress;
  send(asked, now);
}

void Agent::Body::send(Asked& asked, TimePoint now) {
  const Pair& pair = list.pairs()[asked.pair];
  MessageBuffer buffer;
  const stun::Bytes message = write_request(
      buffer, asked.id, own, *remote_,
      {reflexive_priority(list.base(pair.base)), tie_breaker_, asked.was_controlling, asked.nominates});
  asked.last_sent = now;
  asked.due = now + asked.wait;
  asked.wait = std::min(asked.wait * 2, options_.longest_wait);
  ++asked.count;
  ++counts.checks_sent;
  sink_.send_stun(pair.base, pair.remote.address, message);
}

void Agent::Body::retry(TimePoint now) {
  for (std::size_t i = 0; i < asked_.size();) {
    Asked& asked = asked_[i];
    if (now < asked.due) {
      ++i;
    } else if (!asked.is_consent && asked.count < options_.tries) {
      send(asked, now);
      ++i;
    } else {  // consent is asked for anew each time, with a transaction of its own
      const Asked over = asked;
      asked_.erase(asked_.begin() + static_cast<std::ptrdiff_t>(i));
      if (!over.is_consent) fail_pair(over);
    }
  }
}

void Agent::Body::fail_pair(const Asked& asked) {
  if (asked.nominates && nominating_ == asked.pair) nominating_.reset();
  if (is_asking(asked.pair)) return;
  list.pairs()[asked.pair].state = PairState::failed;
}

/// At most one check a pair waits, however often the far end asks for it.
void Agent::Body::trigger(std::size_t pair, TimePoint not_before) {
  if (list.pairs()[pair].state != PairState::succeeded) list.pairs()[pair].state = PairState::waiting;
  if (std::find(triggered_.begin(), triggered_.end(), pair) == triggered_.end()) triggered_.push_back(pair);
  next_check_ = std::max(next_check_, not_before);
}

/// One check each Ta: triggered ones first (RFC 8445 6.1.4.2).
void Agent::Body::check_next(TimePoint now) {
  if (options_.is_lite) return;
  next_check_ = now + options_.pace;
  while (!triggered_.empty()) {
    const std::size_t pair = triggered_.front();
    triggered_.pop_front();
    if (list.pairs()[pair].state != PairState::succeeded) return check(pair, false, false, now);
  }
  if (selected) return;
  if (const auto pair = list.next_ordinary()) check(*pair, false, false, now);
}

/// Regular nomination: the best pair that works, as soon as none that is still open would be better, or
/// patience is over.
void Agent::Body::nominate(TimePoint now) {
  if (!is_controlling || options_.is_lite || selected || nominating_) return;
  const auto best = list.best_valid();
  if (!best) return;
  if (list.may_improve_on(*best) && now < *first_valid_ + options_.patience) return;
  nominating_ = best;
  check(*best, true, false, now);
}

void Agent::Body::on_answer(std::size_t base, const stun::TransportAddress& from,
                            const stun::Message& message, TimePoint now) {
  const auto found = std::find_if(asked_.begin(), asked_.end(),
                                  [&](const Asked& asked) { return asked.id == message.transaction(); });
  if (!remote_ || found == asked_.end()) {
    ++counts.strange;
    return;
  }
  const bool is_error = message.type_class() == stun::Class::error;
  const auto error = message.error();
  const bool is_authentic = message.integrity_is(stun::short_term_key(remote_->password));
  // RFC 8489 9.1.4: who does not know the password has not answered; the request goes on.
  if (!is_authentic) {
    ++counts.strange;
    return;
  }
  const Asked asked = *found;
  asked_.erase(found);
  if (is_error && error && error->code == role_conflict) return on_role_conflict(asked, now);
  if (is_error && error && error->code == forbidden && asked.is_consent) {  // RFC 7675 5.2
    failure = Failure{"ice.consent", "the far end took back its consent to be sent to"};
    return;
  }
  // RFC 8445 7.2.5.2.1: an answer has to come back the way the request went.
  const Pair& pair = list.pairs()[asked.pair];
  if (is_error || pair.base != base || pair.remote.address != from) {
    if (!asked.is_consent) fail_pair(asked);  // consent that is not given runs out
    return;
  }
  ++counts.answers;
  if (asked.count == 1) round_trip = now - asked.sent;
  on_good_answer(asked, now);
}

/// RFC 8445 7.2.5.1, 16.1: the other role, another tie-breaker, and the pair is checked again.
void Agent::Body::on_role_conflict(const Asked& asked, TimePoint now) {
  if (asked.was_controlling == is_controlling) {  // else another answer has told the same
    change_role(!is_controlling);
    tie_breaker_ = random_.next();
  }
  if (nominating_ == asked.pair) nominating_.reset();
  if (!asked.is_consent) trigger(asked.pair, now);
}

void Agent::Body::change_role(bool controls) {
  is_controlling = controls;
  list.set_role(controls);
  if (!controls) nominating_.reset();
}

void Agent::Body::on_good_answer(const Asked& asked, TimePoint now) {
  Pair& pair = list.pairs()[asked.pair];
  if (asked.is_consent) {
    consent_until_ = now + options_.consent_lasts;
    return;
  }
  pair.state = PairState::succeeded;
  list.on_success(asked.pair);
  if (!first_valid_) first_valid_ = now;
  if (is_controlling ? asked.nominates : pair.wants_nomination) select(asked.pair, now);
  nominate(now);
}

}  // namespace cxload::ice
