/// SmallQueue: a queue that costs three words while empty; std::deque takes half a kilobyte.
#pragma once
#include <optional>
#include <utility>
#include <vector>

namespace cxload::sip {

template <class T>
class SmallQueue {
 public:
  [[nodiscard]] std::size_t size() const { return items_.size() - head_; }
  [[nodiscard]] bool empty() const { return head_ == items_.size(); }

  void push(T&& item) {
    // A reader that never catches up would else leave a growing tail of moved-from items behind it.
    if (head_ >= 32 && head_ * 2 >= items_.size()) compact();
    items_.push_back(std::move(item));
  }

  std::optional<T> pop() {
    if (empty()) return std::nullopt;
    std::optional<T> item(std::move(items_[head_++]));
    if (empty()) clear();
    return item;
  }

  template <class Predicate>
  void erase_if(Predicate predicate) {
    if (empty()) return;
    compact();
    std::erase_if(items_, predicate);
  }

  /// Gives the storage back: transactions linger for half a minute with nothing to say.
  void clear() {
    std::vector<T>().swap(items_);
    head_ = 0;
  }

 private:
  void compact() {
    items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }

  std::vector<T> items_;
  std::size_t head_ = 0;
};

}  // namespace cxload::sip
