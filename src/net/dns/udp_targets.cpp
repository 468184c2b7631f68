#include "udp_targets.hpp"

#include <utility>

namespace cxload::net {
namespace {

/// More than a phone tries in the 32 s of a transaction.
constexpr std::size_t enough = 16;

}  // namespace

UdpTargets::UdpTargets(Shard& shard, const Door& door) : shard_(shard), door_(door) {}

void UdpTargets::start(Callback on_first) {
  found_.clear();
  at_ = 0;
  on_first_ = std::move(on_first);
  finder_.emplace(shard_, door_);
  take(ask());
}

void UdpTargets::stop() {
  on_first_ = nullptr;
  finder_.reset();
}

std::optional<Outcome<Endpoint>> UdpTargets::ask() {
  return finder_->next([this](const Outcome<Endpoint>& target) { take(target); });
}

void UdpTargets::take(std::optional<Outcome<Endpoint>> target) {
  std::optional<Outcome<Endpoint>> first;
  for (; target; target = ask()) {
    if (found_.empty()) {
      first = target;
      lookup_time_ = finder_->lookup_time();
    }
    if (*target) found_.push_back(**target);
    if (!*target || found_.size() == enough) break;
  }
  if (target) finder_.reset();
  if (!first) return;
  const Callback on_first = std::exchange(on_first_, nullptr);
  if (on_first) on_first(*first);  // may destroy this
}

bool UdpTargets::move_on() {
  if (at_ + 1 >= found_.size()) return false;
  ++at_;
  return true;
}

}  // namespace cxload::net
