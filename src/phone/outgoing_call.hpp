/// OutgoingCall: the caller's side of a call, from INVITE to the end (RFC 3261 13.2, 9.1, 15).
#pragma once
#include <memory>
#include <optional>
#include <string>

#include <cxload/phone/call.hpp>

#include "client_request.hpp"
#include "in_dialog/prack.hpp"
#include "live_call.hpp"
#include "redirects.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: kept by the phone until it is over, and by the flow that watches it.
class OutgoingCall final : public LiveCall, private ClientRequestOwner {
 public:
  OutgoingCall(UserAgent& agent, DialRequest request);
  ~OutgoingCall() override;

  /// Sends the INVITE, at once or when the ICE servers have been asked. Failure: local.ports when no RTP port
  /// is left.
  Outcome<> start();

  net::Awaitable<bool> wait_ringing() override;
  Outcome<> answer(int status) override;
  [[nodiscard]] const std::string& call_id() const override { return call_id_; }
  [[nodiscard]] bool is_incoming() const override { return false; }

  /// Hears the result once, besides whoever waits for it.
  void tell(std::function<void(const CallResult&)> decided) { decided_ = std::move(decided); }
  void start_hang_up() override;  ///< BYE or CANCEL
  [[nodiscard]] bool is_over() const override;
  void on_link_lost(const Failure& failure, TimePoint now);

 private:
  void on_request_provisional(ClientRequest& request, const sip::Message& response, TimePoint now) override;
  void on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) override;
  void on_request_failed(ClientRequest& request, const Failure& failure, TimePoint now) override;
  Outcome<> invite();
  void on_gathered();
  void on_answered(const sip::Message& response, TimePoint now);
  void on_answered_again(const sip::Message& response);  ///< a repeated 2xx, or one of another fork
  void acknowledge(const sip::Dialog& dialog);
  void on_reliable(const sip::Message& response, std::uint32_t rseq);
  [[nodiscard]] Result<sip::Dialog> dialog_of(const sip::Message& response);
  [[nodiscard]] Outcome<> agree(const sip::Message& response);
  bool ask_for_longer_session(const sip::Message& response);
  void send_cancel();
  void decide(CallResult result, TimePoint now);
  void note_places(const sip::Message& response);  ///< of a 3xx
  /// Goes on elsewhere after a redirect, or after a refusal of one of its places. False: there is none.
  bool try_next_place(const CallResult& outcome, TimePoint now);
  void count_attempt(const CallResult& result, TimePoint now);

  /// Its answer is of no interest: the INVITE's own final response tells.
  struct CancelRequest;

  // Given.
  DialRequest dial_;
  // Owned.
  std::string call_id_;
  std::string from_tag_;
  ClientRequest invite_;
  std::unique_ptr<CancelRequest> cancel_;
  std::unique_ptr<Redirects> redirects_;         ///< since the first 3xx that is followed
  std::unique_ptr<Prack> prack_;                 ///< since the first response that wants one
  std::vector<std::unique_ptr<Session>> forks_;  ///< further 2xx, ended at once (13.2.2.4)
  std::function<void(const CallResult&)> decided_;
  net::Timer ring_timer_;
  std::optional<net::Signal> ringing_;  ///< made when a flow wants to know
  // State.
  stats::LabelId labels_;
  std::optional<TimePoint> first_provisional_;
  bool is_gathering_ = false;  ///< the INVITE waits for addresses
  bool asked_longer_ = false;
  bool cancel_wanted_ = false;
  bool answered_early_ = false;    ///< a reliable 18x held the SDP answer
  bool provisional_seen_ = false;  ///< 100 too: CANCEL may be sent
};

}  // namespace cxload::phone
