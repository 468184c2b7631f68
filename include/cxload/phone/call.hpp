/// Call: one INVITE session as a flow of either side sees it.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/result.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/phone/media_counts.hpp>

namespace cxload::phone {

struct DialRequest {
  std::string target;                                        ///< user, number or sip: URI
  std::vector<std::pair<std::string, std::string>> headers;  ///< extra headers, in order
  bool follows_redirects = true;  ///< a 3xx is followed (RFC 3261 8.1.3.4); else it is the result
  Duration ring_timeout = std::chrono::seconds(180);  ///< then CANCEL; class "sip.no_answer"
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

/// Threads: the shard's only.
class Call {
 public:
  virtual ~Call() = default;
  /// What decided the INVITE; of an incoming call: what this side answered, or 487 after a CANCEL.
  virtual net::Awaitable<CallResult> wait_final() = 0;
  /// Waits for the first provisional response beyond 100; false when the final one came without any.
  virtual net::Awaitable<bool> wait_ringing() = 0;
  /// Waits until the far end or the link ends the call, or `deadline`. True when it ended.
  virtual net::Awaitable<bool> wait_ended(TimePoint deadline) = 0;
  /// Of an incoming call that still rings: 200, or a refusal of 300 and more. One that was answered by itself
  /// stays so. Failure: call.not_incoming, call.over, sip.488.
  virtual Outcome<> answer(int status) = 0;
  /// BYE when answered; when not yet, CANCEL (and its races) or 480; nothing when already over.
  virtual net::Awaitable<Outcome<>> hang_up() = 0;
  /// Re-INVITE with sendonly or inactive, and back with sendrecv (RFC 3264 8.4). Failure: call.over,
  /// call.busy. Of these four the flow that waits must hold the call.
  virtual net::Awaitable<Outcome<MidCallResult>> hold() = 0;
  virtual net::Awaitable<Outcome<MidCallResult>> resume() = 0;
  /// As telephone events in RTP where both sides agreed on them (RFC 4733), else one INFO
  /// (application/dtmf-relay) a digit.
  virtual net::Awaitable<Outcome<MidCallResult>> send_dtmf(std::string digits) = 0;
  /// REFER: the far end shall call `target` (a user, number or sip: URI); in place of the call that
  /// `replaced` names (see replaces()), unless it is empty. The status is what its call came to. Failure:
  /// sip.transfer_timeout.
  virtual net::Awaitable<Outcome<MidCallResult>> transfer(std::string target, std::string replaced) = 0;
  /// This side sends silence, or its voice again; the far end is not told (documentation: toggle mic).
  virtual void set_muted(bool muted) = 0;
  /// What a Replaces header calls this dialog (RFC 3891); empty before the answer.
  [[nodiscard]] virtual std::string replaces() const = 0;
  [[nodiscard]] virtual bool is_incoming() const = 0;
  [[nodiscard]] virtual const std::string& call_id() const = 0;
  [[nodiscard]] virtual bool is_answered() const = 0;
  /// Set when an answered call ended otherwise than by BYE of either side: "sip.ack_timeout", "tcp.reset", …
  [[nodiscard]] virtual std::optional<Failure> broken() const = 0;
  [[nodiscard]] virtual MediaCounts media() const = 0;
};

}  // namespace cxload::phone
