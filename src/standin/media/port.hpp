/// MediaPort: the RTP side of a number. Behind an interface, so that calls can be tested without sockets.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/sdp/secure_transport.hpp>

#include "faults.hpp"

namespace cxload::standin {

enum class MediaKind : std::uint8_t {
  none,    ///< whatever is offered is answered inactive
  echo,    ///< packets go back to their sender
  tone,    ///< 1 kHz in the codec agreed on
  digits,  ///< reads telephone events
  record   ///< keeps what it hears, after a beep; G.711 only
};

inline constexpr std::uint32_t recording_rate = 8000;

/// Where a stream goes, as agreed by SDP.
struct MediaRemote {
  net::Endpoint address;
  std::uint8_t payload_type = 0;
  std::string codec;                       ///< a name of media::find_codec
  std::optional<std::uint8_t> event_type;  ///< payload type of telephone events
  bool wants_media = true;                 ///< false while the peer holds the call
};

class MediaPort {
 public:
  virtual ~MediaPort() = default;
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  virtual void set_remote(const MediaRemote& remote) = 0;
  [[nodiscard]] virtual std::string digits() const { return {}; }                  ///< heard so far
  [[nodiscard]] virtual std::vector<std::int16_t> recorded() const { return {}; }  ///< at recording_rate
  /// Of a secure port: what the offer says, and then what to answer. Failure: sip.bad_sdp.
  virtual Outcome<> accept(const sdp::SecureTransport&, bool /*is_offer*/) { return {}; }
  virtual sdp::SecureTransport describe(bool /*is_offer*/) { return {}; }
};

/// The two sides of a call that is relayed.
enum class Leg : std::uint8_t { caller, callee };
[[nodiscard]] constexpr Leg other(Leg leg) { return leg == Leg::caller ? Leg::callee : Leg::caller; }

/// What a relay sends from one side of a call to the other, whatever each speaks: plain RTP, or DTLS-SRTP.
class MediaBridge {
 public:
  virtual ~MediaBridge() = default;
  [[nodiscard]] virtual std::uint16_t port(Leg leg) const = 0;
  virtual void set_remote(Leg leg, const net::Endpoint& remote) = 0;
  /// Of a secure leg. Failure: sip.bad_sdp.
  virtual Outcome<> accept(Leg leg, const sdp::SecureTransport& transport, bool is_offer) = 0;
  virtual sdp::SecureTransport describe(Leg leg, bool is_offer) = 0;
};

class MediaFactory {
 public:
  virtual ~MediaFactory() = default;
  /// `is_secure`: ICE and DTLS-SRTP, as browsers want it. Nothing when no port is left: the call is answered
  /// 503.
  virtual std::unique_ptr<MediaPort> open(MediaKind kind, bool is_secure, const MediaFaults& faults) = 0;
  /// Likewise.
  virtual std::unique_ptr<MediaBridge> open_bridge(bool secure_caller, bool secure_callee,
                                                   const MediaFaults& faults) = 0;
};

}  // namespace cxload::standin
