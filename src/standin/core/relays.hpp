/// Relays: the media of calls between users pass through the stand-in, which bridges browsers and gateways
/// (documentation: a WebRTC phone calls any SIP endpoint).
#pragma once
#include <map>
#include <memory>
#include <string>

#include <cxload/sdp/session.hpp>
#include <cxload/sip/message.hpp>

#include "../media/port.hpp"
#include "flow.hpp"

namespace cxload::standin {

/// Offers and answers are rewritten as they pass. Who registered over WebSocket speaks DTLS-SRTP, all others
/// plain RTP, or SDES where the caller does; a caller speaks what he offers. Bounded; a call goes with its
/// BYE. Threads: none.
class Relays {
 public:
  Relays(MediaFactory& media, std::string address, std::size_t most = 5'000)
      : media_(media), address_(std::move(address)), most_(most) {}

  /// A request to `to` as it is sent on. Returns 0, or the status that refuses it: 400 its body cannot be
  /// read, 488 there is no audio in it, 503 no port is left.
  int on_request(sip::Message& request, const Flow& to, const MediaFaults& faults);
  /// A response to `request`, as it goes back.
  void on_response(const sip::Message& request, sip::Message& response);
  void on_ack(sip::Message& ack);
  [[nodiscard]] std::size_t size() const { return calls_.size(); }

 private:
  struct Relayed {
    std::unique_ptr<MediaBridge> bridge;
    std::string caller_tag;
    sdp::Keying caller = sdp::Keying::none, callee = sdp::Keying::none;
    MediaFaults faults;
    std::string answer, answer_as;  ///< the last one, as it came and as it was sent on: a 200 repeats the 183
  };
  [[nodiscard]] Relayed* find(const sip::Message& message);
  [[nodiscard]] static Leg sender_of(const Relayed& call, const sip::Message& request);
  int begin(const sip::Message& invite, const Flow& to, const MediaFaults& faults);
  int pass(Relayed& call, sip::Message& message, Leg from, bool is_offer);

  MediaFactory& media_;
  std::string address_;
  std::size_t most_;
  std::map<std::string, Relayed, std::less<>> calls_;  ///< by Call-ID
};

}  // namespace cxload::standin
