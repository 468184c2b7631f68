/// Transfer: our REFER inside a call, and the implicit subscription that tells what came of it (RFC 3515).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <cxload/net/shard.hpp>
#include <cxload/phone/call.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::phone {

class Session;

/// Threads: the shard's only. Lifetime: of its session, which makes it at the first transfer.
class Transfer {
 public:
  explicit Transfer(Session& session);
  /// REFER to `target`; the status is that of the REFER when it was refused, else what the far end's call to
  /// the target came to. Failure: sip.transfer_timeout when the far end never tells.
  /// `replaced`: the dialog that the call to the target takes the place of (attended, RFC 3891); may be
  /// empty.
  net::Awaitable<Outcome<MidCallResult>> send(std::string target, std::string replaced);
  /// The status to answer a NOTIFY with: 200 when it belongs to our REFER, else 481 or 400.
  int on_notify(const sip::Message& notify);
  void on_session_over();

 private:
  Session& session_;
  net::Signal changed_;
  bool subscribed_ = false;
  std::optional<Outcome<MidCallResult>> told_;
};

/// Status line of a message/sipfrag body (RFC 3420): "SIP/2.0 200 OK".
[[nodiscard]] std::optional<MidCallResult> parse_sipfrag(std::string_view body);

}  // namespace cxload::phone
