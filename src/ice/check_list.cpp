#include "check_list.hpp"

#include <algorithm>

namespace cxload::ice {

std::size_t CheckList::add_base(const Candidate& candidate) {
  bases_.push_back(candidate);
  return bases_.size() - 1;
}

std::uint64_t CheckList::priority_of(const Pair& pair) const {
  const std::uint32_t own = bases_[pair.base].priority, theirs = pair.remote.priority;
  return is_controlling_ ? pair_priority(own, theirs) : pair_priority(theirs, own);
}

bool CheckList::is_like(const Pair& a, const Pair& b) const {
  return a.remote.foundation == b.remote.foundation && bases_[a.base].foundation == bases_[b.base].foundation;
}

bool CheckList::knows(const stun::TransportAddress& remote) const {
  return std::find(remotes_.begin(), remotes_.end(), remote) != remotes_.end();
}

bool CheckList::add_remote(const Candidate& candidate, bool is_controlling) {
  is_controlling_ = is_controlling;
  if (remotes_.size() == most_remotes || knows(candidate.address)) return false;
  remotes_.push_back(candidate.address);
  for (std::size_t base = 0; base < bases_.size(); ++base) {
    if (bases_[base].address.is_v4() != candidate.address.is_v4()) continue;
    Pair pair{base, candidate};
    pair.priority = priority_of(pair);
    // RFC 8445 6.1.2.6: of pairs with one foundation the best waits, the others are frozen until it is
    // judged.
    const bool has_better = std::any_of(pairs_.begin(), pairs_.end(), [&](const Pair& other) {
      return is_like(other, pair) && other.state == PairState::waiting && other.priority >= pair.priority;
    });
    pair.state = has_better ? PairState::frozen : PairState::waiting;
    pairs_.push_back(pair);
  }
  return true;
}

void CheckList::set_role(bool is_controlling) {
  is_controlling_ = is_controlling;
  for (Pair& pair : pairs_) pair.priority = priority_of(pair);
}

std::optional<std::size_t> CheckList::next_ordinary() {
  std::optional<std::size_t> best;
  const auto consider = [&](PairState state) {
    for (std::size_t i = 0; i < pairs_.size(); ++i)
      if (pairs_[i].state == state && (!best || pairs_[i].priority > pairs_[*best].priority)) best = i;
  };
  consider(PairState::waiting);
  if (!best) consider(PairState::frozen);
  return best;
}

void CheckList::on_success(std::size_t pair) {
  for (Pair& other : pairs_)
    if (other.state == PairState::frozen && is_like(other, pairs_[pair])) other.state = PairState::waiting;
}

std::optional<std::size_t> CheckList::find(std::size_t base, const stun::TransportAddress& remote) const {
  const auto found = std::find_if(pairs_.begin(), pairs_.end(), [&](const Pair& pair) {
    return pair.base == base && pair.remote.address == remote;
  });
  return found == pairs_.end() ? std::nullopt
                               : std::optional(static_cast<std::size_t>(found - pairs_.begin()));
}

std::optional<std::size_t> CheckList::best_valid() const {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < pairs_.size(); ++i)
    if (pairs_[i].state == PairState::succeeded && (!best || pairs_[i].priority > pairs_[*best].priority))
      best = i;
  return best;
}

bool CheckList::may_improve_on(std::size_t pair) const {
  return std::any_of(pairs_.begin(), pairs_.end(), [&](const Pair& other) {
    return other.state != PairState::succeeded && other.state != PairState::failed &&
           other.priority > pairs_[pair].priority;
  });
}

bool CheckList::is_all_failed() const {
  return std::all_of(pairs_.begin(), pairs_.end(),
                     [](const Pair& pair) { return pair.state == PairState::failed; });
}

bool CheckList::has_open() const {
  return std::any_of(pairs_.begin(), pairs_.end(), [](const Pair& pair) {
    return pair.state == PairState::waiting || pair.state == PairState::frozen;
  });
}

}  // namespace cxload::ice
