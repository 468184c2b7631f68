#include "timers.hpp"

namespace cxload::standin {

TimerId Timers::set(TimePoint due, Callback callback) {
  const TimerId id{due, ++last_sequence_};
  waiting_.emplace_hint(waiting_.end(), id, std::move(callback));
  return id;
}

void Timers::cancel(TimerId& id) {
  if (id.sequence != 0) waiting_.erase(id);
  id = {};
}

std::optional<TimePoint> Timers::next_deadline() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.begin()->first.due;
}

void Timers::run_due(TimePoint now) {
  // What a callback sets for `now` waits for the next call, so this loop ends.
  const std::uint64_t newest = last_sequence_;
  for (auto at = waiting_.begin(); at != waiting_.end() && at->first.due <= now;) {
    if (at->first.sequence > newest) {
      ++at;
      continue;
    }
    const auto due = waiting_.extract(at);
    due.mapped()(now);
    at = waiting_.begin();
  }
}

}  // namespace cxload::standin
