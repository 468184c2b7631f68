/// Labels of a phone's samples on the web: journey, group, step, transport and kind.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cxload/phone/telemetry.hpp>

namespace cxload::phone {

struct Group;

/// Interned ids of one phone, kept until its activity changes step.
class WebLabels {
 public:
  stats::LabelId find(stats::Recorder& recorder, const Group& group, const Activity* activity, bool is_secure,
                      std::string_view kind);

 private:
  std::uint32_t version_ = 0;
  std::vector<std::pair<std::string, stats::LabelId>> ids_;
};

}  // namespace cxload::phone
