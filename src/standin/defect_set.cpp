#include <algorithm>

#include "defect.hpp"

namespace cxload::standin {

DefectSet::DefectSet(const std::vector<DefectSwitch>& switches) {
  for (const DefectSwitch& one : switches) {
    const Defect* defect = find_defect(one.id);
    if (defect == nullptr) continue;
    entries_.push_back({defect, one.door, one.account});
    is_scoped_ = is_scoped_ || one.door || one.account;
    if (!one.door && !one.account) defect->apply(everywhere_);
  }
}

const Behaviour& DefectSet::behaviour(net::Scheme door, std::string_view account) const {
  if (!is_scoped_) return everywhere_;
  std::vector<bool> active(entries_.size());
  std::transform(entries_.begin(), entries_.end(), active.begin(), [&](const Entry& entry) {
    return entry.door.value_or(door) == door && (!entry.account || *entry.account == account);
  });
  const auto [at, is_new] = combinations_.try_emplace(active);
  for (std::size_t i = 0; is_new && i < entries_.size(); ++i)
    if (active[i]) entries_[i].defect->apply(at->second);
  return at->second;
}

}  // namespace cxload::standin
