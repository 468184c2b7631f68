/// A phone::Phone without a network: tests say what it answers and read what it was asked. Defines the
/// members of Phone itself, so the linker takes these instead of the real ones.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cxload/phone/phone.hpp>

namespace cxload::scenario::test {

/// What the far side does with one call.
struct CallScript {
  phone::CallResult result;  ///< of the INVITE; status 0 with a failure: none came
  bool rings = true;
  std::optional<Duration> far_end_after;  ///< the far side hangs up so long after the answer
  bool ends_when_callee_hangs_up = true;
  std::optional<Failure> broken;  ///< how the call ended, if not by BYE
};

/// Shared by the fake phones of one test.
struct FakeNetwork {
  std::vector<std::string> log;                         ///< "REGISTER 600", "INVITE 160", "BYE", …
  std::deque<Outcome<phone::FinalResponse>> responses;  ///< the next answers; empty: 200 OK
  std::deque<Outcome<phone::MidCallResult>> mid_call;   ///< answers inside a call; empty: 200 OK
  Outcome<phone::MessageSummary> mailbox = phone::MessageSummary{};
  CallScript call;
  bool ends_when_replaced = false;                           ///< a call that was handed over ends by itself
  bool was_replaced = false;                                 ///< just now: the next who asks for its end
  bool is_called = true;                                     ///< somebody calls when a phone waits for it
  std::vector<std::pair<std::string, std::string>> headers;  ///< of the last INVITE
  std::function<void()> callee_hangs_up;                     ///< set while a call is up
};

/// The network that phones made from now on belong to; null when the test is over.
void use_network(FakeNetwork* network);

}  // namespace cxload::scenario::test
