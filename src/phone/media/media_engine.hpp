/// MediaEngine: what carries the audio of one call. MediaSession negotiates, an engine sends and hears.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/random.hpp>
#include <cxload/base/result.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/net/ice_servers.hpp>
#include <cxload/net/impairment.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/phone/group.hpp>
#include <cxload/sdp/offer_answer.hpp>

namespace cxload::phone {

class AudioStream;

/// The seat for every kind of media: none, plain RTP, SRTP with keys of SDES, and ICE with DTLS-SRTP beside
/// them. A new one is one file, a word of MediaKind, its function below and its line in media_engines.cpp.
/// Threads: the shard's only. Lifetime: of its call.
class MediaEngine {
 public:
  virtual ~MediaEngine() = default;
  /// What is said and heard. Null: the session offers one inactive stream, and nothing else here means
  /// anything.
  [[nodiscard]] virtual AudioStream* audio() = 0;
  /// Not none: describe() and hear() add to descriptions, and read from them, what belongs to it.
  [[nodiscard]] virtual sdp::Keying keying() const { return sdp::Keying::none; }
  /// Before the first description: asks the group's ICE servers for addresses. True: nothing to wait for.
  /// Else `on_gathered` hears once, from the loop, what came of it; a second call replaces the first.
  using Gathered = std::function<void(const std::vector<net::IceServerReport>&)>;
  virtual bool gather(const net::Address&, const net::IceServers&, const Gathered&) { return true; }
  /// Whom it may send to; before anything of the far end is heard.
  using MayReach = std::function<bool(const net::Address&)>;
  virtual void guard(const MayReach&) {}
  /// Candidates that the far end names later (RFC 8840).
  virtual void trickle(std::string_view /*fragment*/) {}
  /// Our half of ICE and DTLS, or our keys, into a description with one stream; after open(), and after
  /// hear() of an offer.
  virtual void describe(sdp::SessionDescription&, sdp::Media&, bool /*is_offer*/) {}
  /// Theirs. Failure: sip.bad_sdp, srtp.no_key.
  virtual Outcome<> hear(const sdp::SessionDescription&, const sdp::Media&, bool /*is_offer*/) { return {}; }
  /// Hears how long ICE and then DTLS took, once.
  using Watch = std::function<void(Duration ice, Duration dtls)>;
  virtual void watch(const Watch&) {}
  /// The port to write into a description; the first call opens it. Failure: local.ports, local.descriptors.
  virtual Outcome<std::uint16_t> open(const net::Address& address) = 0;
  /// Where RTCP is wanted, when that is not the port behind the one of open(); else 0.
  [[nodiscard]] virtual std::uint16_t rtcp_port() const { return 0; }
  /// Sends and listens as `agreed` says; `on_first` hears when the first packet of the far end came.
  /// Returns when our first one is due.
  virtual TimePoint start(const sdp::AgreedStream& agreed, std::function<void(TimePoint)> on_first) = 0;
  virtual void retarget(const sdp::AgreedStream& agreed) = 0;  ///< a re-INVITE: other address, hold, resume
  virtual void stop() = 0;  ///< sending ends; what still arrives is counted
  [[nodiscard]] virtual std::optional<Failure> failure() const { return std::nullopt; }  ///< ice.*, dtls.*
};

[[nodiscard]] std::unique_ptr<MediaEngine> make_media_engine(MediaKind kind, net::Shard& shard,
                                                             Random& random,
                                                             const net::NetworkProfile& network = {});

// One function an engine, defined in its file.
std::unique_ptr<MediaEngine> make_null_engine(net::Shard& shard, Random& random,
                                              const net::NetworkProfile& network);
std::unique_ptr<MediaEngine> make_rtp_engine(net::Shard& shard, Random& random,
                                             const net::NetworkProfile& network);
std::unique_ptr<MediaEngine> make_sdes_engine(net::Shard& shard, Random& random,
                                              const net::NetworkProfile& network);
std::unique_ptr<MediaEngine> make_webrtc_engine(net::Shard& shard, Random& random,
                                                const net::NetworkProfile& network);

}  // namespace cxload::phone
