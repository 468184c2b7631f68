/// OutgoingCall: one call of the stand-in's own, the calling side of its dialog (RFC 3261 13.2).
#pragma once
#include <functional>
#include <memory>

#include <cxload/sip/dialog.hpp>

#include "call_media.hpp"
#include "call_order.hpp"
#include "kernel.hpp"

namespace cxload::standin {

/// Owned by OutgoingCalls. Threads: none.
class OutgoingCall : public RequestOwner, public std::enable_shared_from_this<OutgoingCall> {
 public:
  using Ended = std::function<void(const CallReport& report)>;  ///< the last thing it says
  OutgoingCall(Kernel& kernel, MediaFactory& media, const CallOrder& order, std::uint64_t id, Ended on_ended);
  ~OutgoingCall() override;
  OutgoingCall(const OutgoingCall&) = delete;
  OutgoingCall& operator=(const OutgoingCall&) = delete;

  /// False: no port is left for its media.
  [[nodiscard]] bool start(const Binding& binding, TimePoint now);
  void on_request(ServerId server, const sip::Message& request, TimePoint now);  ///< inside the dialog
  void hang_up(TimePoint now);  ///< or give up, as long as nobody has answered
  [[nodiscard]] const CallReport& report() const { return report_; }

  void on_response(ClientId id, const sip::Message& response, TimePoint now) override;
  void on_no_response(ClientId id, int status, TimePoint now) override;

 private:
  [[nodiscard]] sip::Message make_invite(const Binding& binding) const;
  void on_answered(const sip::Message& response, TimePoint now);
  void acknowledge();
  void send_bye(TimePoint now);
  void set_timer(TimePoint due);
  void end(TimePoint now);

  // Given.
  Kernel& kernel_;
  CallOrder order_;
  Ended on_ended_;
  // State.
  CallMedia media_;
  CallReport report_;
  Flow flow_;
  sip::Message invite_;
  ClientId client_ = ClientId::none;
  std::optional<sip::Dialog> dialog_;
  bool is_cancelled_ = false;
  TimePoint began_{}, answered_{};
  TimerId due_;
};

}  // namespace cxload::standin
