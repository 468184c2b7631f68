#include "failure_log.hpp"

namespace cxload::run {
namespace {

constexpr std::size_t max_groups = 64;

}  // namespace

FailureLog::Key FailureLog::key_of(const std::string& journey, const Failure& failure) const {
  Key key{failure.kind, journey};
  if (!groups_.contains(key) && groups_.size() >= max_groups) key.first = "other";
  return key;
}

void FailureLog::add(const std::string& journey, const Failure& failure, JourneyExample example) {
  FailureEntry& entry = groups_[key_of(journey, failure)];
  if (entry.count++ > 0) return;
  example.detail = failure.detail;
  entry.first_at = example.at;
  entry.example = std::move(example);
}

void FailureLog::add_good(const std::string& journey, JourneyExample&& example) {
  good_.try_emplace(journey, std::move(example));
}

void FailureLog::merge(const FailureLog& other) {
  for (const auto& [key, theirs] : other.groups_) {
    FailureEntry& ours = groups_[key];
    if (ours.count == 0 || theirs.first_at < ours.first_at) {
      ours.first_at = theirs.first_at;
      ours.example = theirs.example;
    }
    ours.count += theirs.count;
  }
  for (const auto& [journey, example] : other.good_) good_.try_emplace(journey, example);
}

void FailureLog::subtract(const FailureLog& earlier) {
  for (const auto& [key, theirs] : earlier.groups_) {
    const auto ours = groups_.find(key);
    if (ours == groups_.end()) continue;
    ours->second.count -= theirs.count;
    if (ours->second.count == 0) groups_.erase(ours);
  }
}

}  // namespace cxload::run
