#include "web_labels.hpp"

#include <algorithm>

#include <cxload/phone/group.hpp>

namespace cxload::phone {

stats::LabelId WebLabels::find(stats::Recorder& recorder, const Group& group, const Activity* activity,
                               bool is_secure, std::string_view kind) {
  const std::uint32_t version = activity == nullptr ? 0 : activity->version;
  if (version != version_) ids_.clear();
  version_ = version;
  const auto known =
      std::find_if(ids_.begin(), ids_.end(), [&](const auto& each) { return each.first == kind; });
  if (known != ids_.end()) return known->second;
  stats::LabelSet labels{{"group", group.name}, {"transport", is_secure ? "https" : "http"}};
  if (activity != nullptr) labels.emplace_back("journey", activity->journey);
  if (activity != nullptr && !activity->step.empty()) labels.emplace_back("step", activity->step);
  if (!kind.empty()) labels.emplace_back("kind", std::string(kind));
  const stats::LabelId id = recorder.intern(std::move(labels));
  ids_.emplace_back(std::string(kind), id);
  return id;
}

}  // namespace cxload::phone
