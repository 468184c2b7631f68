/// PhoneKeeper: brings phones back that should be registered and are not (CONTRACT 2, `stay`).
#pragma once
#include <functional>
#include <unordered_set>

#include <cxload/net/task_group.hpp>
#include <cxload/phone/phone.hpp>

namespace cxload::run {

/// Threads: the shard's only. Lifetime: phones outlive it; joined before it is destroyed.
class PhoneKeeper {
 public:
  struct Hooks {
    std::function<void(phone::Phone&)> on_back;
    std::function<void(phone::Phone&, const Failure&)> on_failed;  ///< of one attempt
  };
  PhoneKeeper(net::Shard& shard, Hooks hooks) : shard_(shard), hooks_(std::move(hooks)), flows_(shard) {}

  /// Starts what the phone's group says, when it should be registered, is not, and nobody uses it. To be
  /// called when it was lost, and when a journey gives it back.
  void look_after(phone::Phone& phone);
  /// True while its own flow may use the phone: no journey may.
  [[nodiscard]] bool holds(const phone::Phone& phone) const { return held_.contains(&phone); }
  /// Ends what is under way; look_after() does nothing from now on.
  net::Awaitable<void> stop();

 private:
  net::Awaitable<void> bring_back(phone::Phone& phone, bool was_lost);

  net::Shard& shard_;
  Hooks hooks_;
  net::TaskGroup flows_;
  std::unordered_set<const phone::Phone*> held_;
  bool stopping_ = false;
};

}  // namespace cxload::run
