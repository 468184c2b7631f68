/// PhonePool: the phones of one group on one shard, lent one at a time.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cxload/phone/phone.hpp>

namespace cxload::run {

/// Phones are made when first borrowed. Threads: the shard's only. Lifetime: outlives every lease.
class PhonePool {
 public:
  using MakePhone = std::function<std::unique_ptr<phone::Phone>(std::size_t index)>;

  /// `size` phones live on this shard; `make` gets their place in the pool.
  PhonePool(std::size_t size, MakePhone make) : slots_(size), free_(size), make_(std::move(make)) {}

  /// Place of the preferred phone, or of the next free one in plan order that `fits`; nothing when there is
  /// none.
  std::optional<std::size_t> borrow(std::size_t preferred,
                                    const std::function<bool(const phone::Phone&)>& fits = {});
  void give_back(std::size_t index);
  /// Told of each phone that was given back.
  void on_return(std::function<void(phone::Phone&)> tell) { on_return_ = std::move(tell); }

  [[nodiscard]] std::size_t size() const { return slots_.size(); }
  [[nodiscard]] std::size_t free() const { return free_; }
  [[nodiscard]] phone::Phone& at(std::size_t index);  ///< made when it does not exist yet
  [[nodiscard]] std::vector<phone::Phone*> made() const;

 private:
  struct Slot {
    std::unique_ptr<phone::Phone> phone;
    bool busy = false;
  };
  std::vector<Slot> slots_;
  std::size_t free_;
  MakePhone make_;
  std::function<void(phone::Phone&)> on_return_;
};

}  // namespace cxload::run
