/// UdpTargets: where a UDP door leads: the first place as soon as it is known, the others meanwhile, for
/// failing over (RFC 3263 4.3).
#pragma once
#include <vector>

#include "target_finder.hpp"

namespace cxload::net {

/// Threads: the shard's. Lifetime: within the door's; may be destroyed inside its callback.
class UdpTargets {
 public:
  using Callback = std::function<void(const Outcome<Endpoint>& first)>;
  UdpTargets(Shard& shard, const Door& door);

  /// Looks up; what was found before is forgotten. `on_first` comes once, perhaps from inside.
  void start(Callback on_first);
  void stop();
  [[nodiscard]] const Endpoint& current() const { return found_[at_]; }  ///< once the first is there
  /// The next place becomes the current one; false: there is no further one, or it is not known yet.
  [[nodiscard]] bool move_on();
  [[nodiscard]] bool has_moved() const { return at_ > 0; }
  [[nodiscard]] const std::optional<Duration>& lookup_time() const { return lookup_time_; }

 private:
  void take(std::optional<Outcome<Endpoint>> target);
  [[nodiscard]] std::optional<Outcome<Endpoint>> ask();

  Shard& shard_;
  const Door& door_;
  std::optional<TargetFinder> finder_;  ///< until it has found all, or enough
  std::vector<Endpoint> found_;
  std::size_t at_ = 0;
  std::optional<Duration> lookup_time_;
  Callback on_first_;
};

}  // namespace cxload::net
