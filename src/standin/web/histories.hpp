/// Histories: the last calls of each user, newest first, kept as long as the stand-in runs.
#pragma once
#include <deque>
#include <string>
#include <unordered_map>

#include "../core/call_log.hpp"

namespace cxload::standin::web {

struct PastCall {
  bool is_outgoing;
  std::string number;
  WallTime start;
  Duration talk;
  std::string_view
      result;  ///< answered, busy, no_answer, cancelled, failed; of an incoming one answered, missed
};

/// Threads: one. Bounded: calls of a user, and users.
class Histories {
 public:
  /// `has_callee`: the number dialled is a user of ours.
  void add(const CallRecord& record, bool has_callee);
  [[nodiscard]] const std::deque<PastCall>& of(const std::string& user) const;
  void forget() { by_user_.clear(); }

 private:
  static constexpr std::size_t most_calls = 100, most_users = 20'000;
  void put(const std::string& user, PastCall call);

  std::unordered_map<std::string, std::deque<PastCall>> by_user_;
};

}  // namespace cxload::standin::web
