// Agent: what is due when, and its public face.
#include <algorithm>

#include <cxload/base/crypto.hpp>
#include <cxload/ice/agent.hpp>

#include "agent_body.hpp"

namespace cxload::ice {

Credentials make_credentials() { return {crypto::random_token(4), crypto::random_token(24)}; }

bool are_credible(const Credentials& credentials) {
  constexpr std::size_t shortest_ufrag = 4, shortest_password = 22, longest = 256;
  return credentials.ufrag.size() >= shortest_ufrag && credentials.ufrag.size() <= longest &&
         credentials.password.size() >= shortest_password && credentials.password.size() <= longest;
}

Agent::Body::Body(const AgentOptions& options, Random& random, AgentSink& sink)
    : own(options.own ? *options.own : make_credentials()),
      is_controlling(options.is_controlling && !options.is_lite),
      options_(options),
      random_(random),
      sink_(sink),
      tie_breaker_(random.next()) {}

void Agent::Body::set_remote(const Credentials& remote, const std::vector<Candidate>& candidates,
                             bool is_lite, TimePoint now) {
  if (remote_) return;
  remote_ = remote;
  remote_is_lite_ = is_lite;
  // RFC 8445 6.1.1: of a full and a lite agent the full one controls.
  if (is_lite && !options_.is_lite) is_controlling = true;
  begun_ = next_check_ = now;
  for (const Candidate& candidate : candidates) (void)list.add_remote(candidate, is_controlling);
  list.set_role(is_controlling);
  const std::vector<Early> early = std::move(early_);
  for (const Early& seen : early) on_checked(seen, now);
  check_next(now);
}

void Agent::Body::add_remote(const Candidate& candidate, TimePoint now) {
  if (!remote_ || failure) return;
  (void)list.add_remote(candidate, is_controlling);
  next_check_ = std::min(next_check_, now + options_.pace);
}

void Agent::Body::end_remote(TimePoint now) {
  remote_is_complete_ = true;
  if (remote_ && !failure) judge_end(now);
}

void Agent::Body::tick(TimePoint now) {
  if (!remote_ || failure) return;
  retry(now);
  if (now >= next_check_) check_next(now);
  nominate(now);
  if (selected) watch(now);
  judge_end(now);
}

std::optional<TimePoint> Agent::Body::next_deadline() const {
  if (!remote_ || failure) return std::nullopt;
  if (options_.is_lite) return selected ? std::nullopt : std::optional(begun_ + options_.give_up);
  TimePoint due = selected ? std::min(consent_due_, consent_until_) : begun_ + options_.give_up;
  for (const Asked& asked : asked_) due = std::min(due, asked.due);
  if ((!selected && list.has_open()) || !triggered_.empty()) due = std::min(due, next_check_);
  if (!selected && is_controlling && !nominating_ && list.best_valid())
    due = std::min(due, *first_valid_ + options_.patience);
  return due;
}

void Agent::Body::select(std::size_t pair, TimePoint now) {
  const Pair& chosen = list.pairs()[pair];
  const Selected choice{chosen.base, chosen.remote.address, chosen.remote.type};
  if (selected == choice) return;
  selected = choice;
  std::erase_if(asked_, [](const Asked& asked) { return !asked.is_consent; });
  triggered_.clear();
  consent_until_ = now + options_.consent_lasts;
  consent_due_ = now + consent_interval();
}

Duration Agent::Body::consent_interval() {
  return random_.between(options_.consent_every * 4 / 5, options_.consent_every * 6 / 5);
}

/// RFC 7675 5.1: a request every five seconds, give or take a fifth, and never an answer missed for thirty.
void Agent::Body::watch(TimePoint now) {
  if (options_.is_lite) return;
  if (now >= consent_until_) {
    failure = Failure{"ice.consent", "the far end answers no more: its consent to be sent to ran out"};
    return;
  }
  if (now < consent_due_) return;
  if (const auto pair = list.find(selected->base, selected->remote)) check(*pair, false, true, now);
  consent_due_ = now + consent_interval();
}

/// RFC 8838 8.1.1: who may still be told candidates does not fail for want of them. One that names none at
/// all may be found by its own checks.
void Agent::Body::judge_end(TimePoint now) {
  const bool is_hopeless = remote_is_complete_ && !list.pairs().empty() && list.is_all_failed();
  if (selected || failure || (now < begun_ + options_.give_up && !is_hopeless)) return;
  if (list.pairs().empty())
    failure = Failure{"ice.no_candidates", "the far end named no candidate that can be used"};
  else
    failure = Failure{"ice.failed", "no pair of candidates works"};
}

Agent::Agent(const AgentOptions& options, Random& random, AgentSink& sink)
    : body_(std::make_unique<Body>(options, random, sink)) {}
Agent::~Agent() = default;

const Credentials& Agent::credentials() const { return body_->own; }
std::size_t Agent::add_base(const Candidate& candidate) { return body_->list.add_base(candidate); }
void Agent::set_remote(const Credentials& remote, const std::vector<Candidate>& candidates, bool is_lite,
                       TimePoint now) {
  body_->set_remote(remote, candidates, is_lite, now);
}
void Agent::add_remote(const Candidate& candidate, TimePoint now) { body_->add_remote(candidate, now); }
void Agent::receive(std::size_t base, const stun::TransportAddress& from, stun::Bytes message,
                    TimePoint now) {
  body_->receive(base, from, message, now);
}
void Agent::end_remote(TimePoint now) { body_->end_remote(now); }
void Agent::tick(TimePoint now) { body_->tick(now); }
std::optional<TimePoint> Agent::next_deadline() const { return body_->next_deadline(); }
const std::optional<Selected>& Agent::selected() const { return body_->selected; }
const std::optional<Failure>& Agent::failure() const { return body_->failure; }
bool Agent::is_controlling() const { return body_->is_controlling; }
std::optional<Duration> Agent::round_trip() const { return body_->round_trip; }
const AgentCounts& Agent::counts() const { return body_->counts; }

}  // namespace cxload::ice
