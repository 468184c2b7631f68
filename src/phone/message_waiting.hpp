/// MessageWaiting: asks what waits in the phone's mailbox: a subscription to message-summary, begun and ended
/// (RFC 3842, RFC 6665).
#pragma once
#include <optional>
#include <string>

#include <cxload/net/shard.hpp>
#include <cxload/phone/phone.hpp>
#include <cxload/sip/dialog.hpp>

#include "client_request.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: of the flow that asks; the user agent outlives it.
class MessageWaiting final : private ClientRequestOwner {
 public:
  explicit MessageWaiting(UserAgent& agent);
  /// Failure: sip.mwi_timeout when no NOTIFY came, sip.bad_mwi when it could not be read; what requests fail
  /// with.
  net::Awaitable<Outcome<MessageSummary>> ask();
  /// A NOTIFY of this subscription: may come before the answer to the SUBSCRIBE (RFC 6665 4.4.1).
  [[nodiscard]] bool owns(const sip::Message& request) const;
  int on_notify(const sip::Message& notify);  ///< the status to answer it with

 private:
  net::Awaitable<void> subscribe(sip::Message request);
  [[nodiscard]] sip::Message make_subscribe(std::chrono::seconds expires);
  void on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) override;
  void on_request_failed(ClientRequest& request, const Failure& failure, TimePoint now) override;

  UserAgent& agent_;
  net::Signal changed_;
  std::string call_id_, from_tag_;
  std::optional<ClientRequest> request_;
  std::optional<sip::Dialog> dialog_;
  std::optional<Outcome<FinalResponse>> answer_;    ///< to the last SUBSCRIBE
  std::optional<Outcome<MessageSummary>> summary_;  ///< of the last NOTIFY
};

/// A body of application/simple-message-summary (RFC 3842 5.2). Nothing without its first line.
[[nodiscard]] std::optional<MessageSummary> parse_message_summary(std::string_view body);

}  // namespace cxload::phone
