/// FailureLog: what went wrong on one shard, grouped by class and journey, with an example of each.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/failure.hpp>
#include <cxload/phone/telemetry.hpp>

namespace cxload::run {

/// One journey that ended, failed or (to compare with) well.
struct JourneyExample {
  std::string journey_id;
  std::string account;
  std::string call_id;
  std::string detail;
  TimePoint at;
  std::vector<phone::TraceEntry> trace;
  std::size_t trace_dropped = 0;
  std::vector<std::shared_ptr<const phone::Recording>> recordings = {};
};

struct FailureEntry {
  std::uint64_t count = 0;
  TimePoint first_at{};
  JourneyExample example;
};

/// Threads: its shard's only; copies go to the reporter. Bounded: 64 groups, further classes are counted as
/// "other".
class FailureLog {
 public:
  using Key = std::pair<std::string, std::string>;  ///< class, journey
  /// Only the first of a group: the example of a later one is not kept.
  [[nodiscard]] bool wants(const std::string& journey, const Failure& failure) const {
    return !groups_.contains(key_of(journey, failure));
  }
  void add(const std::string& journey, const Failure& failure, JourneyExample example);
  /// Kept for the first good journey of each name.
  [[nodiscard]] bool wants_good(const std::string& journey) const { return !good_.contains(journey); }
  void add_good(const std::string& journey, JourneyExample&& example);
  void merge(const FailureLog& other);
  void subtract(const FailureLog& earlier);  ///< leaves what was counted since

  [[nodiscard]] const std::map<Key, FailureEntry>& groups() const { return groups_; }
  [[nodiscard]] const std::map<std::string, JourneyExample>& good() const { return good_; }

 private:
  [[nodiscard]] Key key_of(const std::string& journey, const Failure& failure) const;

  std::map<Key, FailureEntry> groups_;
  std::map<std::string, JourneyExample> good_;
};

}  // namespace cxload::run
