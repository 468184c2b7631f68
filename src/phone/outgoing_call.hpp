/// OutgoingCall: the caller's side of a call, from INVITE to the end (RFC 3261 13.2, 9.1, 15).
#pragma once
#include <memory>
#include <optional>
#include <string>

#include <cxload/phone/call.hpp>

#include "client_request.hpp"
#include "session.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: kept by the phone until it is over, and by the flow that watches it.
class OutgoingCall final : public Call, private ClientRequestOwner {
 public:
  OutgoingCall(UserAgent& agent, DialRequest request);
  ~OutgoingCall() override;

  /// Sends the INVITE. Failure: local.ports when no RTP port is left.
  Outcome<> start();

  net::Awaitable<CallResult> wait_final() override;
  net::Awaitable<bool> wait_ended(TimePoint deadline) override;
  net::Awaitable<Outcome<>> hang_up() override;
  net::Awaitable<Outcome<MidCallResult>> hold() override;
  net::Awaitable<Outcome<MidCallResult>> resume() override;
  net::Awaitable<Outcome<MidCallResult>> send_dtmf(std::string digits) override;
  net::Awaitable<Outcome<MidCallResult>> transfer(std::string target) override;
  [[nodiscard]] const std::string& call_id() const override { return call_id_; }
  [[nodiscard]] bool is_answered() const override { return session_ != nullptr; }
  [[nodiscard]] std::optional<Failure> broken() const override;
  [[nodiscard]] MediaCounts media() const override { return media_.counts(); }

  /// Hears the result once, besides whoever waits for it.
  void tell(std::function<void(const CallResult&)> decided) { decided_ = std::move(decided); }
  void start_hang_up();  ///< BYE or CANCEL, without waiting
  [[nodiscard]] bool is_over() const;
  [[nodiscard]] Session* session() { return session_.get(); }
  void on_link_lost(const Failure& failure, TimePoint now);

 private:
  void on_request_provisional(ClientRequest& request, const sip::Message& response, TimePoint now) override;
  void on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) override;
  void on_request_failed(ClientRequest& request, const Failure& failure, TimePoint now) override;
  void on_answered(const sip::Message& response, TimePoint now);
  void on_answered_again(const sip::Message& response);  ///< a repeated 2xx, or one of another fork
  void acknowledge(const sip::Dialog& dialog);
  void send_cancel();
  void decide(CallResult result, TimePoint now);
  void count_attempt(TimePoint now);

  /// Its answer is of no interest: the INVITE's own final response tells.
  struct CancelRequest;

  // Given.
  UserAgent& agent_;
  DialRequest dial_;
  // Owned.
  std::string call_id_;
  std::string from_tag_;
  MediaSession media_;
  ClientRequest invite_;
  std::unique_ptr<CancelRequest> cancel_;
  std::unique_ptr<Session> session_;
  std::vector<std::unique_ptr<Session>> forks_;  ///< further 2xx, ended at once (13.2.2.4)
  std::function<void(const CallResult&)> decided_;
  net::Timer ring_timer_;
  net::Signal changed_;
  // State.
  stats::LabelId labels_;
  std::optional<CallResult> result_;
  std::optional<TimePoint> first_provisional_;
  bool cancel_wanted_ = false;
  bool provisional_seen_ = false;  ///< 100 too: CANCEL may be sent
};

}  // namespace cxload::phone
