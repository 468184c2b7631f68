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
  stats::LabelSet labels;  // in the order that the recorder wants, or it has to sort them for each step
  labels.reserve(5);
  labels.emplace_back("group", group.name);
  if (activity != nullptr) labels.emplace_back("journey", activity->journey);
  if (!kind.empty()) labels.emplace_back("kind", std::string(kind));
  if (activity != nullptr && !activity->step.empty()) labels.emplace_back("step", activity->step);
  labels.emplace_back("transport", is_secure ? "https" : "http");
  const stats::LabelId id = recorder.intern(std::move(labels));
  ids_.emplace_back(std::string(kind), id);
  return id;
}

}  // namespace cxload::phone
