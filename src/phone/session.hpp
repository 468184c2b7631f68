/// Session: an answered call, the same for both sides: its dialog, its media, and how it ends.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <cxload/phone/call.hpp>
#include <cxload/sip/dialog.hpp>

#include "client_request.hpp"
#include "in_dialog/referred.hpp"
#include "in_dialog/reinvite.hpp"
#include "in_dialog/session_refresh.hpp"
#include "in_dialog/transfer.hpp"
#include "media/media_session.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: owned by a call; the user agent outlives it.
class Session final : private ClientRequestOwner {
 public:
  /// `answered`: first bit of the 200 seen or sent (RFC 6076 4.5). `on_change` is told when the session has
  /// ended.
  Session(UserAgent& agent, sip::Dialog dialog, MediaSession& media, Aside side, TimePoint answered,
          std::function<void()> on_change);
  ~Session();

  [[nodiscard]] const sip::DialogId& id() const { return dialog_.id(); }
  [[nodiscard]] const sip::Dialog& dialog() const { return dialog_; }
  [[nodiscard]] std::string peer() const;  ///< the user at the other end; empty: it has none
  void on_request(sip::TransactionId id, const sip::Message& request, TimePoint now);
  /// BYE, once. What came of it is in is_over() and broken(). Before the ACK that is expected: after it.
  void send_bye();
  /// RFC 3261 15: who answered the call says BYE only after the ACK to its 2xx, or when none came in time.
  void expect_ack() { awaits_ack_ = true; }
  void on_ack(const sip::Message& ack);
  void on_ack_missing(TimePoint now);
  void on_lost(const Failure& failure, TimePoint now);  ///< the link is gone

  /// What this side asks for while the call lasts; each is made when it is first wanted.
  Reinvite& reinvite();
  Transfer& transfer();

  /// The INVITE that made this call and its 2xx: do both sides keep a session timer?
  void agree_on_timer(const sip::Message& response, TimePoint now);                         ///< as its caller
  void agree_on_timer(const sip::Message& request, sip::Message& response, TimePoint now);  ///< as its callee

  // For the parts of in_dialog/.
  [[nodiscard]] std::optional<sip::SessionExpires> wanted_timer() const;  ///< nothing: there is none
  void give_up(const Failure& failure);  ///< BYE, and the call counts as broken
  [[nodiscard]] UserAgent& agent() { return agent_; }
  [[nodiscard]] MediaSession& media() { return media_; }
  [[nodiscard]] bool owns_call_id() const { return side_ == Aside::none; }
  [[nodiscard]] sip::Message begin_request(std::string_view method);
  void catch_up(std::uint32_t cseq);  ///< a challenge that was answered has counted on
  void refresh_target(const sip::Message& message) { dialog_.refresh_target(message); }
  void respond(sip::TransactionId id, const sip::Message& request, int status);

  [[nodiscard]] bool is_over() const { return over_; }
  [[nodiscard]] const std::optional<Failure>& broken() const { return broken_; }

 private:
  void on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) override;
  void on_request_failed(ClientRequest& request, const Failure& failure, TimePoint now) override;
  void on_bye(sip::TransactionId id, const sip::Message& request, TimePoint now);
  void on_offer(sip::TransactionId id, const sip::Message& request, TimePoint now);
  void on_update(sip::TransactionId id, const sip::Message& request, TimePoint now);
  [[nodiscard]] bool refuse_short(sip::TransactionId id, const sip::Message& request);
  void end(std::optional<Failure> broken, TimePoint talk_end);

  // Given.
  UserAgent& agent_;
  MediaSession& media_;
  std::function<void()> on_change_;
  // Owned.
  sip::Dialog dialog_;
  std::optional<ClientRequest> bye_;
  std::unique_ptr<Reinvite> reinvite_;
  std::unique_ptr<Transfer> transfer_;
  std::unique_ptr<SessionRefresh> refresh_;
  std::shared_ptr<Referred> referred_;  ///< shared with the call it started, which may outlive it
  // State.
  Aside side_;
  stats::LabelId labels_;  ///< of the step that made the call, also when it ends in a later one
  TimePoint answered_;
  TimePoint bye_sent_{};
  std::uint32_t cseq_ = 0;  ///< of our last request
  bool awaits_ack_ = false;
  bool awaits_answer_ = false;  ///< our offer stands in a 200: the ACK answers it
  bool bye_wanted_ = false;     ///< send_bye() was called while the ACK was awaited
  bool over_ = false;
  std::optional<Failure> broken_;
};

}  // namespace cxload::phone
