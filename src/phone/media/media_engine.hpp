/// MediaEngine: what carries the audio of one call. MediaSession negotiates, an engine sends and hears.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>

#include <cxload/base/clock.hpp>
#include <cxload/base/random.hpp>
#include <cxload/base/result.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/phone/call.hpp>
#include <cxload/phone/group.hpp>
#include <cxload/sdp/offer_answer.hpp>

namespace cxload::phone {

/// The seat for every kind of media: none, plain RTP, and ICE with DTLS-SRTP beside them. A new one is one
/// file, a word of MediaKind, its function below and its line in media_engines.cpp. Threads: the shard's
/// only. Lifetime: of its call.
class MediaEngine {
 public:
  virtual ~MediaEngine() = default;
  /// False: the session offers one inactive stream, and nothing else here means anything.
  [[nodiscard]] virtual bool carries() const = 0;
  /// The port to write into a description; the first call opens it. Failure: local.ports, local.descriptors.
  virtual Outcome<std::uint16_t> open(const net::Address& address) = 0;
  /// Sends and listens as `agreed` says; `on_first` hears when the first packet of the far end came.
  virtual void start(const sdp::AgreedStream& agreed, std::function<void(TimePoint)> on_first) = 0;
  virtual void retarget(const sdp::AgreedStream& agreed) = 0;  ///< a re-INVITE: other address, hold, resume
  virtual void stop() = 0;  ///< sending ends; what still arrives is counted
  [[nodiscard]] virtual MediaCounts counts() const = 0;
  [[nodiscard]] virtual std::int64_t loss_share() const = 0;  ///< in millionths
  [[nodiscard]] virtual Duration jitter() const = 0;
};

[[nodiscard]] std::unique_ptr<MediaEngine> make_media_engine(MediaKind kind, net::Shard& shard,
                                                             Random& random);

// One function an engine, defined in its file.
std::unique_ptr<MediaEngine> make_null_engine(net::Shard& shard, Random& random);
std::unique_ptr<MediaEngine> make_rtp_engine(net::Shard& shard, Random& random);

}  // namespace cxload::phone
