/// Reinvite: this side's re-INVITEs of one call: hold, resume, and what to do when both sides ask at once
/// (RFC 3261 14.1, RFC 3264 8.4).
#pragma once
#include <optional>

#include <cxload/net/shard.hpp>
#include <cxload/phone/call.hpp>

#include "../client_request.hpp"

namespace cxload::phone {

class Session;

/// Threads: the shard's only. Lifetime: of its session, which makes it at the first re-INVITE.
class Reinvite final : private ClientRequestOwner {
 public:
  explicit Reinvite(Session& session);
  /// Asks until the far end decides; a refusal leaves the call as it was.
  net::Awaitable<Outcome<MidCallResult>> set_hold(bool held);
  /// Asks with what is agreed already, only so that the call goes on (RFC 4028 7.4); nothing while another
  /// one is open.
  void refresh();
  /// 14.2: while our own offer is open, one of the far end is answered 491.
  [[nodiscard]] bool is_open() const { return invite_ && invite_->is_running(); }
  void on_session_over();  ///< a waiting flow goes on

 private:
  net::Awaitable<Outcome<MidCallResult>> send_once();
  Outcome<> send();
  void on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) override;
  void on_request_failed(ClientRequest& request, const Failure& failure, TimePoint now) override;
  void acknowledge();
  [[nodiscard]] Duration glare_pause();

  Session& session_;
  std::optional<ClientRequest> invite_;  ///< kept after its end: a repeated 2xx wants its ACK again
  net::Signal changed_;
  std::optional<Outcome<MidCallResult>> outcome_;
};

}  // namespace cxload::phone
