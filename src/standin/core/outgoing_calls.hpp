/// OutgoingCalls: the stand-in's own calls, and the reports of those that are over.
#pragma once
#include <deque>
#include <unordered_map>

#include "outgoing_call.hpp"

namespace cxload::standin {

/// Threads: none. Bounded: calls at once, and reports.
class OutgoingCalls {
 public:
  OutgoingCalls(Kernel& kernel, MediaFactory& media) : kernel_(kernel), media_(media) {}

  /// 0: he is registered nowhere, or there are too many calls.
  std::uint64_t start(const CallOrder& order, TimePoint now);
  bool hang_up(std::uint64_t id, TimePoint now);
  /// The call that a request with To tag belongs to; nothing: not ours.
  [[nodiscard]] std::shared_ptr<OutgoingCall> find(const sip::Message& request) const;
  [[nodiscard]] std::vector<CallReport> reports() const;  ///< by id

 private:
  static constexpr std::size_t most_live = 1000, most_reports = 1000;
  void on_ended(const CallReport& report);

  Kernel& kernel_;
  MediaFactory& media_;
  std::uint64_t last_id_ = 0;
  std::unordered_map<std::string, std::shared_ptr<OutgoingCall>> live_;  ///< by Call-ID
  std::deque<CallReport> over_;
};

}  // namespace cxload::standin
