#include "wakeups.hpp"

#include <algorithm>

#include "reply.hpp"

namespace cxload::standin {

bool Wakeups::hold(const std::string& user, ServerId server, const sip::Message& invite, Resume resume,
                   TimePoint now) {
  if (kernel_.waker == nullptr || held_.size() >= most_held) return false;
  const std::string caller = user_in(invite, sip::HeaderId::from);
  if (!kernel_.waker->wake(user, caller, std::string(invite.find(sip::HeaderId::call_id).value_or(""))))
    return false;
  const auto one = std::make_shared<Held>(*this, user, server, invite, std::move(resume));
  held_.push_back(one);
  kernel_.servers.set_owner(server, one);
  kernel_.servers.respond(server, make_reply(invite, 180), now);
  one->timer = kernel_.timers.set(now + patience, [this, weak = std::weak_ptr(one)](TimePoint then) {
    if (const auto late = weak.lock()) take(*late)->resume(then);
  });
  return true;
}

std::shared_ptr<Wakeups::Held> Wakeups::take(const Held& one) {
  const auto at =
      std::find_if(held_.begin(), held_.end(), [&](const auto& other) { return other.get() == &one; });
  std::shared_ptr<Held> taken = std::move(*at);
  held_.erase(at);
  kernel_.timers.cancel(taken->timer);
  return taken;
}

void Wakeups::on_registered(const std::string& user, TimePoint now) {
  std::list<std::shared_ptr<Held>> back;
  for (auto at = held_.begin(); at != held_.end();) {
    const auto next = std::next(at);
    if ((*at)->user == user) back.splice(back.end(), held_, at);
    at = next;
  }
  for (const std::shared_ptr<Held>& one : back) {
    kernel_.timers.cancel(one->timer);
    one->resume(now);
  }
}

void Wakeups::cancel(const Held& one, TimePoint now) {
  const std::shared_ptr<Held> taken = take(one);
  kernel_.servers.respond(taken->server, make_reply(taken->invite, 487), now);
}

}  // namespace cxload::standin
