/// Labels of a phone's samples: journey, group, step, transport; and the asides that stay out of the totals.
#pragma once
#include <array>
#include <optional>

#include <cxload/phone/services.hpp>

namespace cxload::phone {

/// Interned label ids of one phone, kept until its activity changes step: samples do no string work.
class LabelCache {
 public:
  stats::LabelId find(Services& services, const Group& group, const Activity* activity, Aside aside);
  void clear() { ids_.fill(std::nullopt); }

 private:
  std::uint32_t version_ = 0;
  std::array<std::optional<stats::LabelId>, 4> ids_;
};

}  // namespace cxload::phone
