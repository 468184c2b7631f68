#include "labels.hpp"

#include <algorithm>
#include <string>

namespace cxload::phone {
namespace {

stats::LabelSet make_labels(const Group& group, const Activity* activity, Aside aside) {
  stats::LabelSet labels{{"group", group.name},
                         {"transport", std::string(net::to_string(group.door.scheme))}};
  if (activity != nullptr) {
    labels.emplace_back("journey", activity->journey);
    if (!activity->step.empty()) labels.emplace_back("step", activity->step);
  }
  if (aside == Aside::refresh) labels.emplace_back("kind", "refresh");
  if (aside == Aside::remove) labels.emplace_back("kind", "remove");
  if (aside == Aside::callee) labels.emplace_back("side", "callee");
  std::sort(labels.begin(), labels.end());
  return labels;
}

/// Names hold neither of the separators.
void write_key(std::string& key, const Group& group, const Activity* activity, Aside aside) {
  key.clear();
  key += static_cast<char>('0' + static_cast<int>(aside));
  key += static_cast<char>('0' + static_cast<int>(group.door.scheme));
  key += group.name;
  if (activity != nullptr) key.append("/").append(activity->journey).append("/").append(activity->step);
}

}  // namespace

stats::LabelId LabelTable::find(stats::Recorder& recorder, const Group& group, const Activity* activity,
                                Aside aside) {
  write_key(key_, group, activity, aside);
  const auto known = ids_.find(key_);
  if (known != ids_.end()) return known->second;
  const stats::LabelId id = intern(recorder, make_labels(group, activity, aside));
  ids_.emplace(key_, id);
  return id;
}

stats::LabelId LabelTable::intern(stats::Recorder& recorder, stats::LabelSet labels) {
  const stats::LabelId id = recorder.intern(labels);
  sets_.emplace(static_cast<std::uint32_t>(id), std::move(labels));
  return id;
}

stats::LabelId LabelTable::refine(
    stats::Recorder& recorder, stats::LabelId base,
    std::initializer_list<std::pair<std::string_view, std::string_view>> labels) {
  key_ = '+';
  key_ += std::to_string(static_cast<std::uint32_t>(base));
  for (const auto& [name, value] : labels) key_.append("/").append(name).append("=").append(value);
  const auto known = ids_.find(key_);
  if (known != ids_.end()) return known->second;
  const auto set = sets_.find(static_cast<std::uint32_t>(base));
  stats::LabelSet refined = set == sets_.end() ? stats::LabelSet() : set->second;
  for (const auto& [name, value] : labels) refined.emplace_back(name, value);
  std::sort(refined.begin(), refined.end());
  const stats::LabelId id = intern(recorder, std::move(refined));
  ids_.emplace(key_, id);
  return id;
}

stats::LabelId LabelCache::find(Services& services, const Group& group, const Activity* activity,
                                Aside aside) {
  const std::uint32_t version = activity == nullptr ? 0 : activity->version;
  if (version != version_) clear();
  version_ = version;
  std::optional<stats::LabelId>& id = ids_[static_cast<std::size_t>(aside)];
  if (!id) id = services.labels.find(services.telemetry.recorder, group, activity, aside);
  return *id;
}

}  // namespace cxload::phone
