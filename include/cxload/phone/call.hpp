/// Call: one INVITE session as its caller sees it, and what its callee does.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/result.hpp>
#include <cxload/net/shard.hpp>

namespace cxload::phone {

struct DialRequest {
  std::string target;                                        ///< user, number or sip: URI
  std::vector<std::pair<std::string, std::string>> headers;  ///< extra headers, in order
  Duration ring_timeout = std::chrono::seconds(180);         ///< then CANCEL; class "sip.no_answer"
};

/// What came of the INVITE once a final response, a time-out or a lost transport decided it.
struct CallResult {
  int status = 0;  ///< final status as `expect` sees it (challenges never)
  std::string reason;
  std::optional<Failure> failure;  ///< no final response: sip.timeout, tcp.*, ws.*, …
};

/// What a request inside a call was answered with; a refusal is a value, not an error.
struct MidCallResult {
  int status = 0;
  std::string reason;
};

/// Media counts of one call, plain RTP.
struct MediaCounts {
  std::uint64_t sent = 0, received = 0, lost = 0;
  bool expected_audio = false;  ///< both sides agreed on a stream
};

/// Threads: the shard's only.
class Call {
 public:
  virtual ~Call() = default;
  virtual net::Awaitable<CallResult> wait_final() = 0;
  /// Waits until the far end or the link ends the call, or `deadline`. True when it ended.
  virtual net::Awaitable<bool> wait_ended(TimePoint deadline) = 0;
  /// BYE when answered, CANCEL when not yet (and its races), nothing when already over.
  virtual net::Awaitable<Outcome<>> hang_up() = 0;
  /// Re-INVITE with sendonly or inactive, and back with sendrecv (RFC 3264 8.4). Failure: call.over,
  /// call.busy. Of these four the flow that waits must hold the call.
  virtual net::Awaitable<Outcome<MidCallResult>> hold() = 0;
  virtual net::Awaitable<Outcome<MidCallResult>> resume() = 0;
  /// One INFO (application/dtmf-relay) a digit.
  virtual net::Awaitable<Outcome<MidCallResult>> send_dtmf(std::string digits) = 0;
  /// REFER: the far end shall call `target` (a user, number or sip: URI). The status is what its call came
  /// to. Failure: sip.transfer_timeout.
  virtual net::Awaitable<Outcome<MidCallResult>> transfer(std::string target) = 0;
  [[nodiscard]] virtual const std::string& call_id() const = 0;
  [[nodiscard]] virtual bool is_answered() const = 0;
  /// Set when an answered call ended otherwise than by BYE of either side: "sip.ack_timeout", "tcp.reset", …
  [[nodiscard]] virtual std::optional<Failure> broken() const = 0;
  [[nodiscard]] virtual MediaCounts media() const = 0;
};

}  // namespace cxload::phone
