#include "timer_heap.hpp"

namespace cxload::net {

void TimerHeap::put(Timer& timer, std::size_t& at, TimePoint due) {
  if (at == nowhere) {
    at = entries_.size();
    entries_.push_back(Entry{due, &timer, &at});
    rise(at);
    return;
  }
  const bool earlier = due < entries_[at].due;
  entries_[at].due = due;
  if (earlier)
    rise(at);
  else
    sink(at);
}

void TimerHeap::remove(std::size_t at) {
  *entries_[at].at = nowhere;
  const Entry last = entries_.back();
  entries_.pop_back();
  if (at == entries_.size()) return;
  place(at, last);
  rise(at);
  sink(*last.at);
}

void TimerHeap::place(std::size_t at, const Entry& entry) {
  entries_[at] = entry;
  *entry.at = at;
}

void TimerHeap::rise(std::size_t at) {
  const Entry entry = entries_[at];
  while (at > 0) {
    const std::size_t parent = (at - 1) / 2;
    if (entries_[parent].due <= entry.due) break;
    place(at, entries_[parent]);
    at = parent;
  }
  place(at, entry);
}

void TimerHeap::sink(std::size_t at) {
  const Entry entry = entries_[at];
  for (;;) {
    std::size_t child = 2 * at + 1;
    if (child >= entries_.size()) break;
    if (child + 1 < entries_.size() && entries_[child + 1].due < entries_[child].due) ++child;
    if (entry.due <= entries_[child].due) break;
    place(at, entries_[child]);
    at = child;
  }
  place(at, entry);
}

}  // namespace cxload::net
