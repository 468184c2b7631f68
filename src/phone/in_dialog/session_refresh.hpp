/// SessionRefresh: a call's session timer (RFC 4028): agreed on with the INVITE, kept by UPDATE or re-INVITE.
#pragma once
#include <optional>

#include <cxload/net/shard.hpp>
#include <cxload/sip/message.hpp>
#include <cxload/sip/session_timer.hpp>

#include "../client_request.hpp"

namespace cxload::phone {

class Session;

/// Threads: the shard's only. Lifetime: of its session, which makes it when a message names an interval.
class SessionRefresh final : private ClientRequestOwner {
 public:
  explicit SessionRefresh(Session& session);
  /// A 2xx of the far end to our INVITE, re-INVITE or UPDATE says how it is to be.
  void on_response(const sip::Message& response, TimePoint now);
  /// A 2xx of ours to such a request: gets its Session-Expires, and counts from now.
  void on_request(const sip::Message& request, sip::Message& response, TimePoint now);
  void on_session_over();
  /// What a request of ours asks for, so that all stays as it is; nothing without a timer.
  [[nodiscard]] std::optional<sip::SessionExpires> wanted() const;

 private:
  void agree(std::chrono::seconds interval, bool refreshes, TimePoint now);
  void on_due(TimePoint now);
  void refresh();
  void on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) override;
  void on_request_failed(ClientRequest& request, const Failure& failure, TimePoint now) override;

  Session& session_;
  sip::SessionTimer machine_;
  std::chrono::seconds interval_{};
  bool peer_updates_ = true;  ///< it named UPDATE in an Allow, or named nothing yet
  net::Timer timer_;
  std::optional<ClientRequest> update_;
};

/// RFC 4028 9: Min-SE of the 422 that a request with too short an interval gets; nothing: it is long enough,
/// or the phone knows no session timers.
[[nodiscard]] std::optional<std::chrono::seconds> too_short_for(const ClientProfile& profile,
                                                                const sip::Message& request);

}  // namespace cxload::phone
