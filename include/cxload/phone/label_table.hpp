/// LabelTable: the label ids of one shard's phones; a set of labels is built once, not once for each journey.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>

#include <cxload/phone/group.hpp>
#include <cxload/phone/telemetry.hpp>

namespace cxload::phone {

/// Refreshes, removals and the callee's view are measured, but apart (CONTRACT 3).
enum class Aside : std::uint8_t { none, refresh, remove, callee };

/// Threads: the shard's only. Bounded by the scenario: a row for each group, journey and step.
class LabelTable {
 public:
  /// Always with the same recorder: ids are its own.
  stats::LabelId find(stats::Recorder& recorder, const Group& group, const Activity* activity, Aside aside);
  /// `base` and further labels.
  stats::LabelId refine(stats::Recorder& recorder, stats::LabelId base,
                        std::initializer_list<std::pair<std::string_view, std::string_view>> labels);

 private:
  stats::LabelId intern(stats::Recorder& recorder, stats::LabelSet labels);

  std::unordered_map<std::string, stats::LabelId> ids_;
  std::unordered_map<std::uint32_t, stats::LabelSet> sets_;  ///< what each of them stands for
  std::string key_;                                          ///< of the latest search; kept for its room
};

}  // namespace cxload::phone
