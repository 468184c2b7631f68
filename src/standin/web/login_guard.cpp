#include "login_guard.hpp"

#include <algorithm>

namespace cxload::standin::web {

LoginGuard::Count& LoginGuard::count_of(std::unordered_map<std::string, Count>& counts,
                                        const std::string& who, TimePoint now) {
  if (counts.size() >= most_entries) counts.clear();
  Count& count = counts[who];
  if (now - count.last > memory) count.failures = 0;
  count.last = now;
  return count;
}

Duration LoginGuard::banned_for(const std::string& source, TimePoint now) const {
  const auto found = sources_.find(source);
  if (found == sources_.end() || found->second.banned_until <= now) return Duration::zero();
  return found->second.banned_until - now;
}

Duration LoginGuard::fail(const std::string& source, const std::string& user, TimePoint now) {
  Count& of_source = count_of(sources_, source, now);
  if (most_failures_ != 0 && ++of_source.failures >= most_failures_) {
    of_source.banned_until = now + ban_;
    of_source.failures = 0;
  }
  Count& of_user = count_of(users_, user, now);
  Duration delay = first_delay_;
  for (std::uint64_t i = 0; i < of_user.failures && delay < longest_delay; ++i) delay *= 2;
  ++of_user.failures;
  return std::min(delay, longest_delay);
}

void LoginGuard::succeed(const std::string& source, const std::string& user) {
  users_.erase(user);
  const auto found = sources_.find(source);
  if (found != sources_.end()) found->second.failures = 0;
}

void LoginGuard::forget() {
  sources_.clear();
  users_.clear();
}

}  // namespace cxload::standin::web
