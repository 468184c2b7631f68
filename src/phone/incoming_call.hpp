/// IncomingCall: the callee's side of a call: rings, answers, refuses or stays silent as its policy says.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "session.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: kept by the phone until it is over.
class IncomingCall final {
 public:
  /// `policy` may be null: then the call is refused with 486, as clients do that nobody attends.
  IncomingCall(UserAgent& agent, const AnswerPolicy* policy, sip::TransactionId invite, sip::Message request,
               TimePoint now, std::function<void()> on_over);

  void on_cancel(TimePoint now);  ///< 487 to the INVITE
  void on_ack_missing(TimePoint now);
  void on_link_lost(const Failure& failure, TimePoint now);
  void start_hang_up();  ///< BYE (once the ACK is there), or 480 while it still rings

  [[nodiscard]] sip::TransactionId invite() const { return invite_; }
  [[nodiscard]] Session* session() { return session_.get(); }
  [[nodiscard]] bool is_over() const;

 private:
  void on_timer(TimePoint now);
  void ring();
  void answer(TimePoint now);
  void refuse(int status);
  void arm();

  UserAgent& agent_;
  const AnswerPolicy* policy_;
  sip::TransactionId invite_;
  sip::Message request_;
  std::string to_tag_;
  MediaSession media_;
  net::Timer timer_;
  std::optional<TimePoint> ring_at_, answer_at_;
  std::unique_ptr<Session> session_;
  std::function<void()> on_over_;  ///< told when the call has ended
  bool final_sent_ = false;
};

}  // namespace cxload::phone
