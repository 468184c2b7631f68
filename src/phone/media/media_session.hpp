/// MediaSession: what one call negotiates about its media, and the engine that carries it.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/phone/call.hpp>
#include <cxload/sdp/offer_answer.hpp>
#include <cxload/sdp/offer_plan.hpp>
#include <cxload/sip/message.hpp>
#include <cxload/stats/recorder.hpp>

#include "../audio/tag_watch.hpp"
#include "media_engine.hpp"

namespace cxload::phone {

class UserAgent;

/// Where the engine carries nothing, one inactive audio line (port 9) is negotiated. Threads: the shard's
/// only. Lifetime: of its call; the user agent outlives it.
class MediaSession {
 public:
  explicit MediaSession(UserAgent& agent);

  /// To be called before the first description. True: nothing to wait for; else `ready` is told once, from
  /// the loop, when the ICE servers have answered or had their time. A second call replaces the first.
  bool prepare(std::function<void()> ready);
  /// SDP for an INVITE, or for a 200 to one without SDP; ours until the next is made. Failure: local.ports,
  /// local.descriptors.
  Outcome<std::string_view> offer();
  /// SDP answer to the far end's offer, likewise. Failure: sip.488 (nothing in common), sip.bad_sdp, local.*.
  Outcome<std::string_view> answer(std::string_view offer);
  /// The far end's answer to our offer. Failure: sip.bad_sdp, sip.bad_answer.
  Outcome<> accept(std::string_view answer);

  /// From the next offer or answer on: we hear nothing, and send only what the far end still wants (RFC 3264
  /// 8.4).
  void set_held(bool held) { held_ = held; }
  [[nodiscard]] bool is_held() const { return held_; }
  void set_muted(bool muted);
  /// As telephone events; how long it takes, or nothing where they cannot be sent.
  std::optional<Duration> send_digits(std::string_view digits);
  [[nodiscard]] bool is_sending_digits() const;
  void hear_info(const sip::Message& info);  ///< it may hold candidates (RFC 8840)
  void renegotiated();                       ///< while talking: sends where and what is now agreed

  /// Whom we talk to, and since when.
  struct Talk {
    TimePoint answered;
    std::string call_id, peer;
    bool is_callee = false;
  };
  void start(Talk talk, stats::LabelId labels);  ///< the call is answered
  void stop();
  void record(stats::LabelId labels);  ///< after the call, once: into the recorder, and as a record
  [[nodiscard]] MediaCounts counts() const;

 private:
  Outcome<sdp::OfferPlan::Blanks> describe_own_side();
  void note_servers(const std::vector<net::IceServerReport>& reports);
  void carry_tag();
  void record_sound();
  void record_told(const MediaCounts& heard, stats::LabelId labels);
  void record_quality(const MediaCounts& heard, stats::LabelId labels);
  [[nodiscard]] bool is_secure() const { return engine_->keying() != sdp::Keying::none; }
  [[nodiscard]] sdp::LocalMedia local_media(const sdp::OfferPlan::Blanks& blanks) const;
  std::string_view offer_securely(const sdp::OfferPlan::Blanks& blanks);
  Outcome<> answer_securely(const sdp::SessionDescription& offer, sdp::SessionDescription& answer);
  [[nodiscard]] Outcome<> judge_place(const sdp::AgreedStream& stream) const;
  Outcome<> accept_securely(std::string_view answer);
  /// `write` gives our description with the version it is told.
  [[nodiscard]] sdp::Direction wanted() const;
  [[nodiscard]] const sdp::OfferPlan& plan() const;
  template <class Write>
  std::string_view remember(Write write);

  UserAgent& agent_;
  std::unique_ptr<MediaEngine> engine_;
  std::optional<std::uint64_t> session_id_;
  std::uint64_t version_ = 0;  ///< of `own_`
  std::string own_;            ///< last sent
  std::optional<sdp::AgreedStream> agreed_;
  std::unique_ptr<sdp::SessionDescription> offered_;  ///< of a secure stream, until it is answered
  Talk talk_;
  std::optional<Duration> first_packet_;
  std::unique_ptr<TagWatch> tags_;  ///< while it talks, and after
  bool held_ = false;
  bool recorded_ = false;
};

}  // namespace cxload::phone
