/// TargetFinder: the places behind a door, one after the other, looked up as they are needed.
#pragma once
#include <functional>
#include <optional>

#include <cxload/net/link.hpp>
#include <cxload/net/server_selection.hpp>

namespace cxload::net {

/// Threads: the shard's. Lifetime: within the door's; may be destroyed inside its callback.
class TargetFinder {
 public:
  using Callback = std::function<void(const Outcome<Endpoint>& target)>;
  TargetFinder(Shard& shard, const Door& door);

  /// The next place to try; a failure: there is no further one. Nothing: it has to be looked up, `on_target`
  /// comes later, from the loop.
  [[nodiscard]] std::optional<Outcome<Endpoint>> next(Callback on_target);
  [[nodiscard]] bool may_have_more() const { return selection_.may_have_more(); }
  /// Time spent waiting for name servers; nothing when all was known.
  [[nodiscard]] const std::optional<Duration>& lookup_time() const { return lookup_time_; }

 private:
  [[nodiscard]] std::optional<Outcome<Endpoint>> advance();
  void on_answer(const DnsAnswer& answer);

  Shard& shard_;
  const Door& door_;
  ServerSelection selection_;
  Callback on_target_;
  std::optional<DnsLookup> lookup_;
  TimePoint asked_{};
  std::optional<Duration> lookup_time_;
  std::optional<Failure> refusal_;  ///< a place that must not be tried
};

}  // namespace cxload::net
