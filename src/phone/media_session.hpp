/// MediaSession: what one call negotiates and, with plain RTP, what it sends and hears.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/phone/call.hpp>
#include <cxload/sdp/offer_answer.hpp>
#include <cxload/stats/recorder.hpp>

#include "rtp_stream.hpp"

namespace cxload::phone {

class UserAgent;

/// Kinds: `none` negotiates one inactive audio line (port 9) and carries nothing; `rtp` sends and counts
/// G.711. ICE and DTLS-SRTP take this seat later: they answer the same questions. Threads: the shard's only.
/// Lifetime: of its call; the user agent outlives it.
class MediaSession {
 public:
  explicit MediaSession(UserAgent& agent) : agent_(agent) {}

  /// SDP for an INVITE, or for a 200 to one without SDP. Failure: local.ports, local.descriptors.
  Outcome<std::string> offer();
  /// SDP answer to the far end's offer. Failure: sip.488 (nothing in common), sip.bad_sdp, local.*.
  Outcome<std::string> answer(std::string_view offer);
  /// The far end's answer to our offer. Failure: sip.bad_sdp, sip.488.
  Outcome<> accept(std::string_view answer);

  void start(TimePoint answered, stats::LabelId labels);  ///< the call is answered: talk
  void stop();
  void record(stats::LabelId labels);  ///< after the call, once: loss, jitter and one-way into the recorder
  [[nodiscard]] MediaCounts counts() const;

 private:
  Outcome<sdp::LocalMedia> describe_own_side();
  std::string remember(sdp::SessionDescription description);

  UserAgent& agent_;
  std::unique_ptr<RtpStream> stream_;           ///< only with MediaKind::rtp
  std::optional<sdp::SessionDescription> own_;  ///< last sent
  std::optional<sdp::AgreedStream> agreed_;
  bool recorded_ = false;
};

}  // namespace cxload::phone
