#include "target_finder.hpp"

#include <fmt/format.h>

namespace cxload::net {
namespace {

WantedServer wanted_by(const Door& door) {
  const auto entry = door.resolve.find(door.host);
  // The table wins over everything, services included, as curl's --resolve does.
  if (entry != door.resolve.end()) return {door.scheme, entry->second, door.port, false};
  return {door.scheme, door.host, door.port, door.by_service};
}

}  // namespace

TargetFinder::TargetFinder(Shard& shard, const Door& door)
    : shard_(shard), door_(door), selection_(wanted_by(door), Dns::of(shard).random()) {}

std::optional<Outcome<Endpoint>> TargetFinder::next(Callback on_target) {
  const auto entry = door_.resolve.find(door_.host);
  if (entry != door_.resolve.end() && !Address::parse(entry->second))
    return Failure{"dns.not_found", fmt::format("the resolve table gives {} for {}, which is no address",
                                                entry->second, door_.host)};
  auto found = advance();
  if (!found) on_target_ = std::move(on_target);
  return found;
}

std::optional<Outcome<Endpoint>> TargetFinder::advance() {
  for (;;) {
    const ServerSelection::Step step = selection_.next();
    if (const auto* failure = std::get_if<Failure>(&step)) return refusal_ ? *refusal_ : *failure;
    if (const auto* place = std::get_if<Endpoint>(&step)) {
      if (!door_.refusal) return *place;
      const auto why = door_.refusal(place->address);
      if (!why) return *place;
      refusal_ = *why;
      continue;
    }
    const auto& question = std::get<DnsQuestion>(step);
    if (const auto known = Dns::of(shard_).find_known(question)) {
      selection_.on_answer(*known);
      continue;
    }
    asked_ = Clock::now();
    lookup_.emplace(shard_, question, [this](const DnsAnswer& answer) { on_answer(answer); });
    return std::nullopt;
  }
}

void TargetFinder::on_answer(const DnsAnswer& answer) {
  lookup_time_ = lookup_time_.value_or(Duration::zero()) + (Clock::now() - asked_);
  lookup_.reset();
  selection_.on_answer(answer);
  const auto found = advance();
  if (!found) return;
  const Callback on_target = std::move(on_target_);
  on_target(*found);  // may destroy this
}

}  // namespace cxload::net
