/// TransactionTable: the live transactions of one side of a layer.
#pragma once
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "transaction.hpp"

namespace cxload::sip {

/// A phone has two transactions under way, and over UDP dozens more that only linger (RFC 6026 7.2: 32 s for
/// each INVITE). What a search asks of each stands side by side, so that the machines of the lingering are
/// not touched; and searches begin with the newest, which is nearly always the one. Order is not kept.
template <class Machine>
class TransactionTable {
 public:
  struct Entry {
    std::uint64_t mark;  ///< of the key: equal keys have equal marks
    TransactionId id;
    TimePoint deadline;
    std::unique_ptr<Machine> machine;
  };

  void add(std::uint64_t mark, std::unique_ptr<Machine> machine) {
    const TimePoint deadline = machine->deadline();
    const TransactionId id = machine->id();
    entries_.push_back({mark, id, deadline, std::move(machine)});
    note(deadline);
  }

  /// The entries stay where they are until settle() or add(); nullptr: there is none.
  template <class Predicate>
  [[nodiscard]] Entry* find(Predicate predicate) {
    const auto found = std::find_if(entries_.rbegin(), entries_.rend(), predicate);
    return found == entries_.rend() ? nullptr : &*found;
  }
  [[nodiscard]] Entry* find(TransactionId id) {
    return find([id](const Entry& entry) { return entry.id == id; });
  }

  /// To be called when something happened to the machine of `entry`. RFC 3261 17: a transaction is destroyed
  /// the instant it is Terminated. True: it was, and another has taken its place.
  bool settle(Entry& entry) {
    const bool is_over = entry.machine->is_terminated();
    const TimePoint deadline = is_over ? TimePoint::max() : entry.machine->deadline();
    if (entry.deadline == earliest_ && deadline > earliest_) is_earliest_known_ = false;
    if (is_over) {
      entry = std::move(entries_.back());
      entries_.pop_back();
      return true;
    }
    entry.deadline = deadline;
    note(deadline);
    return false;
  }

  /// TimePoint::max(): none.
  [[nodiscard]] TimePoint earliest() {
    if (!is_earliest_known_) {
      earliest_ = TimePoint::max();
      for (const Entry& entry : entries_) note(entry.deadline);
      is_earliest_known_ = true;
    }
    return earliest_;
  }

  template <class Action>
  void for_each_due(TimePoint now, Action action) {
    if (earliest() > now) return;
    for (std::size_t i = 0; i < entries_.size();) {
      const bool is_due = entries_[i].deadline <= now;
      if (is_due) action(*entries_[i].machine);
      if (!is_due || !settle(entries_[i])) ++i;
    }
  }

  template <class Action>
  void for_each(Action action) {
    for (const Entry& entry : entries_) action(*entry.machine);
    for (std::size_t i = 0; i < entries_.size();)
      if (!settle(entries_[i])) ++i;
  }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  void note(TimePoint deadline) { earliest_ = std::min(earliest_, deadline); }

  std::vector<Entry> entries_;
  TimePoint earliest_ = TimePoint::max();
  bool is_earliest_known_ = true;
};

}  // namespace cxload::sip
