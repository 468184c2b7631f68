/// Call: one call with a test number, the called side of its dialog (RFC 3261 12, 13.3).
#pragma once
#include <memory>

#include <cxload/sip/dialog.hpp>

#include "../number.hpp"
#include "call_media.hpp"
#include "kernel.hpp"

namespace cxload::standin {

/// Owned by CallTable. Threads: none.
class Call : public InviteOwner, public RequestOwner, public std::enable_shared_from_this<Call> {
 public:
  using Ended = std::function<void(const sip::DialogId& id)>;  ///< the last thing a call says
  Call(Kernel& kernel, MediaFactory& media, const Number& number, sip::Dialog dialog, const Flow& flow,
       const MediaFaults& faults, Ended on_ended);
  ~Call() override;
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  void start(ServerId server, const sip::Message& invite, TimePoint now);
  void on_request(ServerId server, const sip::Message& request, TimePoint now);  ///< inside the dialog
  void on_ack(const sip::Message& ack);
  void end();
  [[nodiscard]] const sip::DialogId& id() const { return dialog_.id(); }

  void on_cancel(TimePoint now) override;
  void on_response(ClientId, const sip::Message&, TimePoint) override {}
  void on_no_response(ClientId, int, TimePoint) override {}

 private:
  enum class State : std::uint8_t { ringing, answered, confirmed };
  void append_places(sip::Message& refusal) const;
  [[nodiscard]] sip::Message make_answer(const sip::Message& request, int status) const;
  /// 200 with what CallMedia says to the body, or its refusal.
  [[nodiscard]] sip::Message make_media_answer(const sip::Message& request);
  void answer(TimePoint now);
  void on_offer(ServerId server, const sip::Message& request, TimePoint now);
  void send_success(ServerId server, sip::Message success, TimePoint now);
  void repeat_success(TimePoint now);
  void hang_up(TimePoint now);
  void leave_message();
  TimerId set_timer(TimePoint due, void (Call::*action)(TimePoint));

  // Given.
  Kernel& kernel_;
  const Number& number_;
  Flow flow_;
  Ended on_ended_;
  // State.
  CallMedia media_;
  sip::Dialog dialog_;
  State state_ = State::ringing;
  ServerId invite_ = ServerId::none;
  sip::Message request_;
  std::optional<sip::Message> success_;  ///< a 200 to INVITE whose ACK has not come
  ServerId success_of_ = ServerId::none;
  TimePoint answered_at_{};
  Duration interval_{};
  TimerId due_, repeat_;
};

}  // namespace cxload::standin
