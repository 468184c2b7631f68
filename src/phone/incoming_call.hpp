/// IncomingCall: the callee's side of a call: rings, answers, refuses or stays silent as its policy says, or
/// as the flow wants that attends to it.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "in_dialog/reliable_ring.hpp"
#include "live_call.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: kept by the phone until it is over, and by the flow that took it.
class IncomingCall final : public LiveCall {
 public:
  /// `policy` may be null: then the call is refused with 486, as clients do that nobody attends.
  IncomingCall(UserAgent& agent, const AnswerPolicy* policy, sip::TransactionId invite, sip::Message request,
               TimePoint now, std::function<void()> on_over);

  ~IncomingCall() override { session_.reset(); }  ///< an unfinished one tells its end to what is still whole

  net::Awaitable<bool> wait_ringing() override;
  Outcome<> answer(int status) override;
  [[nodiscard]] const std::string& call_id() const override { return call_id_; }
  [[nodiscard]] bool is_incoming() const override { return true; }
  void start_hang_up() override;  ///< BYE (once the ACK is there), or 480 while it still rings
  [[nodiscard]] bool is_over() const override;

  /// A request of its dialog while nobody has answered: PRACK, UPDATE, or a BYE.
  void on_early_request(sip::TransactionId id, const sip::Message& request, TimePoint now);
  [[nodiscard]] bool is_early_dialog(const sip::DialogId& id) const;
  void on_cancel(TimePoint now);  ///< 487 to the INVITE
  void on_ack_missing(TimePoint now);
  void on_link_lost(const Failure& failure, TimePoint now);

  [[nodiscard]] sip::TransactionId invite() const { return invite_; }
  /// Told when it is answered, at once if it is already.
  void when_answered(std::function<void()> answered);
  /// A flow takes each call once.
  [[nodiscard]] bool is_taken() const { return taken_; }
  void take() { taken_ = true; }

 private:
  void on_timer(TimePoint now);
  void ring();
  void accept(TimePoint now);
  void refuse(int status);
  void end();
  void arm();

  const AnswerPolicy* policy_;
  sip::TransactionId invite_;
  sip::Message request_;
  std::string call_id_;
  std::string to_tag_;
  net::Timer timer_;
  std::optional<TimePoint> ring_at_, answer_at_;
  std::unique_ptr<ReliableRing> reliable_;  ///< when the caller requires it
  std::function<void()> on_over_;           ///< told when the call has ended
  std::function<void()> answered_;
  bool final_sent_ = false;
  bool taken_ = false;
};

}  // namespace cxload::phone
