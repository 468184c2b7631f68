// Agent, answering: checks that come in, roles, and candidates learned from them (RFC 8445 7.3).
#include <fmt/format.h>

#include "agent_body.hpp"

namespace cxload::ice {
namespace {

using stun::Attr;

}  // namespace

void Agent::Body::receive(std::size_t base, const stun::TransportAddress& from, stun::Bytes bytes,
                          TimePoint now) {
  const Result<stun::Message> message = stun::Message::parse(bytes);
  // RFC 8445 7.1: checks have a fingerprint, so that what is none is told from media.
  if (!message || base >= list.base_count() || message->method() != stun::Method::binding ||
      !message->fingerprint_is_right()) {
    ++counts.strange;
    return;
  }
  switch (message->type_class()) {
    case stun::Class::request:
      return on_request(base, from, *message, now);
    case stun::Class::indication:
      return;
    default:
      return on_answer(base, from, *message, now);
  }
}

void Agent::Body::on_request(std::size_t base, const stun::TransportAddress& from,
                             const stun::Message& message, TimePoint now) {
  ++counts.requests;
  MessageBuffer buffer;
  if (const std::uint16_t code = judge_request(message, own); code != 0) {
    ++counts.refused;
    return sink_.send_stun(base, from, write_error(buffer, message, code, nullptr));
  }
  if (!resolve_roles(message)) {
    ++counts.refused;
    return sink_.send_stun(base, from, write_error(buffer, message, 487, &own));
  }
  sink_.send_stun(base, from, write_success(buffer, message.transaction(), from, own));
  const Early seen{base, from, message.u32(Attr::priority).value_or(0),
                   message.find(Attr::use_candidate).has_value()};
  if (remote_) return on_checked(seen, now);
  if (early_.size() < CheckList::most_remotes) early_.push_back(seen);
}

/// RFC 8445 7.3.1.1: false when the far end has to change its role.
bool Agent::Body::resolve_roles(const stun::Message& message) {
  const auto theirs = message.u64(is_controlling ? Attr::ice_controlling : Attr::ice_controlled);
  if (!theirs) return true;
  if (options_.is_lite) return true;
  const bool we_win = tie_breaker_ >= *theirs;
  // The winner controls: two that control, the loser changes; two that are controlled, the winner does.
  if (is_controlling == we_win) return false;
  change_role(!is_controlling);
  return true;
}

/// A good request came: its pair is known to work one way, and is checked the other way at once.
void Agent::Body::on_checked(const Early& seen, TimePoint now) {
  if (failure) return;
  if (!list.knows(seen.from)) {
    Candidate learned;
    learned.foundation = fmt::format("prflx{}", ++reflexive_);
    learned.priority = seen.priority;
    learned.address = seen.from;
    learned.type = CandidateType::peer_reflexive;
    (void)list.add_remote(learned, is_controlling);
  }
  const auto pair = list.find(seen.base, seen.from);
  if (!pair) {
    ++counts.strange;
    return;
  }
  Pair& known = list.pairs()[*pair];
  const bool is_named = seen.nominates && !is_controlling;
  if (is_named) known.wants_nomination = true;
  if (options_.is_lite) {  // RFC 8445 7.3.2: nothing to check
    known.state = PairState::succeeded;
    if (is_named) select(*pair, now);
    return;
  }
  if (known.state == PairState::succeeded) {
    if (is_named) select(*pair, now);
    return;
  }
  // Behind the choice only another choice matters: browsers go on to ask about their other pairs.
  if (selected && !is_named) return;
  if (known.state == PairState::in_progress && !give_up_asking(*pair, now)) return;
  trigger(*pair, next_check_);
  if (now >= next_check_) check_next(now);
}

}  // namespace cxload::ice
