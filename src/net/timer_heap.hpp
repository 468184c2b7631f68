/// The due times of a shard's timers: a binary heap that knows where each timer stands.
#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include <cxload/net/shard.hpp>

namespace cxload::net {

class TimerHeap {
 public:
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  /// `at` is the timer's own place, kept up to date by the heap; `nowhere` when it is not in the heap.
  void put(Timer& timer, std::size_t& at, TimePoint due);
  void remove(std::size_t at);
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] TimePoint next_due() const { return entries_.front().due; }
  [[nodiscard]] Timer& first() const { return *entries_.front().timer; }

 private:
  struct Entry {
    TimePoint due;
    Timer* timer;
    std::size_t* at;
  };
  void place(std::size_t at, const Entry& entry);
  void rise(std::size_t at);
  void sink(std::size_t at);

  std::vector<Entry> entries_;
};

}  // namespace cxload::net
