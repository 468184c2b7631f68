/// CallLog: calls from their INVITE to their end, told when they are over. For lists of a user's calls.
#pragma once
#include <functional>
#include <string>
#include <unordered_map>

#include <cxload/base/clock.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::standin {

struct CallRecord {
  std::string caller, dialled;  ///< users, or numbers
  std::string call_id;
  WallTime start;
  Duration talk{};  ///< from the answer to the end
  int status = 0;   ///< the final response to its INVITE
};

/// Threads: none. Bounded: one of too many is forgotten.
class CallLog {
 public:
  using Tell = std::function<void(const CallRecord& record)>;
  explicit CallLog(Tell tell) : tell_(std::move(tell)) {}

  void on_invite(const sip::Message& invite, std::string caller, std::string dialled, WallTime wall);
  /// Whatever answers the INVITE; of a call that it ends, the last thing heard.
  void on_final(const sip::Message& request, int status, TimePoint now);
  void on_end(std::string_view call_id, TimePoint now);  ///< a BYE, from either side
  [[nodiscard]] std::size_t live() const { return calls_.size(); }

 private:
  static constexpr std::size_t most = 20'000;
  struct Live {
    CallRecord record;
    TimePoint answered{};
  };

  Tell tell_;
  std::unordered_map<std::string, Live> calls_;  ///< by Call-ID
};

}  // namespace cxload::standin
