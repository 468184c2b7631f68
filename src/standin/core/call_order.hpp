/// CallOrder and CallReport: a call that an operator wants made, and what has become of it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <cxload/base/clock.hpp>

#include "../media/port.hpp"

namespace cxload::standin {

struct CallOrder {
  std::string user;    ///< called at his newest phone
  std::string caller;  ///< user part of From
  MediaKind media = MediaKind::tone;
  Duration patience = std::chrono::seconds(30);  ///< then it is cancelled
  Duration talk = std::chrono::seconds(5);       ///< then it hangs up
  bool wants_auto_answer = false;                ///< says so, as Alert-Info and Call-Info do
};

struct CallReport {
  enum class State : std::uint8_t { calling, ringing, answered, ended };
  std::uint64_t id = 0;
  std::string user, caller, call_id;
  State state = State::calling;
  int status = 0;  ///< the final response; 0: none yet
  Duration rang{}, talked{};
  bool is_ended_by_phone = false;
  std::string digits;  ///< pressed in the call, where its media read them
};

/// Who can make calls.
class Callers {
 public:
  virtual ~Callers() = default;
  /// 0: he is registered nowhere, or there are too many calls.
  virtual std::uint64_t call(const CallOrder& order) = 0;
  virtual bool hang_up(std::uint64_t id) = 0;  ///< false: no such call is up
  [[nodiscard]] virtual std::vector<CallReport> calls() const = 0;
};

}  // namespace cxload::standin
