#include "phone_keeper.hpp"

#include <fmt/format.h>

#include <cxload/phone/profile.hpp>

namespace cxload::run {

void PhoneKeeper::look_after(phone::Phone& phone) {
  const auto& stay = phone.group().stay;
  if (stopping_ || !stay || phone.is_registered() || phone.is_in_use() || holds(phone)) return;
  // A binding that a journey removed itself is put back at once; only a loss has the client's own delays.
  const bool was_lost = phone.lost().has_value();
  if (was_lost && !stay->reconnects) return;
  held_.insert(&phone);
  flows_.spawn(bring_back(phone, was_lost));
}

net::Awaitable<void> PhoneKeeper::bring_back(phone::Phone& phone, bool was_lost) {
  const phone::Group& group = phone.group();
  for (unsigned attempt = 0;; ++attempt) {
    const bool at_once = attempt == 0 && !was_lost;
    const std::optional<Duration> wait =
        at_once ? Duration::zero() : group.profile->reconnect_after(attempt, shard_.random());
    if (!wait) break;
    const TimePoint due = Clock::now() + *wait;
    co_await net::sleep_until(shard_, due);
    const phone::RegisterOptions options(group.expires);
    const Outcome<phone::FinalResponse> outcome = co_await phone.register_binding(options);
    if (outcome && outcome->status < 300) {
      held_.erase(&phone);
      if (hooks_.on_back) hooks_.on_back(phone);
      co_return;
    }
    if (hooks_.on_failed)
      hooks_.on_failed(phone, outcome ? Failure{fmt::format("sip.{}", outcome->status),
                                                "REGISTER after a loss: " + outcome->reason}
                                      : outcome.error());
    if (!group.stay->reconnects) break;
  }
  held_.erase(&phone);
}

net::Awaitable<void> PhoneKeeper::stop() {
  stopping_ = true;
  flows_.cancel();
  co_await flows_.join();
}

}  // namespace cxload::run
