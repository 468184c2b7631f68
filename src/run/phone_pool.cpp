#include "phone_pool.hpp"

namespace cxload::run {

phone::Phone& PhonePool::at(std::size_t index) {
  Slot& slot = slots_.at(index);
  if (!slot.phone) slot.phone = make_(index);
  return *slot.phone;
}

std::optional<std::size_t> PhonePool::borrow(std::size_t preferred,
                                             const std::function<bool(const phone::Phone&)>& fits) {
  if (free_ == 0) return std::nullopt;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const std::size_t index = (preferred + i) % slots_.size();
    if (slots_[index].busy || (fits && !fits(at(index)))) continue;
    slots_[index].busy = true;
    --free_;
    return index;
  }
  return std::nullopt;
}

void PhonePool::give_back(std::size_t index) {
  Slot& slot = slots_.at(index);
  slot.busy = false;
  ++free_;
  if (on_return_ && slot.phone) on_return_(*slot.phone);
}

std::vector<phone::Phone*> PhonePool::made() const {
  std::vector<phone::Phone*> phones;
  for (const Slot& slot : slots_)
    if (slot.phone) phones.push_back(slot.phone.get());
  return phones;
}

}  // namespace cxload::run
