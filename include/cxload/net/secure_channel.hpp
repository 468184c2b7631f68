/// SecureChannel: a socket whose RTP is found by ICE and kept secret by DTLS-SRTP (RFC 8445, RFC 5764, RFC
/// 7983).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/random.hpp>
#include <cxload/base/result.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/net/ice_servers.hpp>
#include <cxload/net/impairment.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/sdp/secure_transport.hpp>
#include <cxload/sdp/trickle.hpp>

namespace cxload::net {

/// Calls come from the shard's loop, and may destroy nothing.
class SecureChannelHandler {
 public:
  /// Each server has answered, or had its time: describe() names what they gave.
  virtual void on_channel_gathered(const std::vector<IceServerReport>& /*reports*/) {}
  /// Keys are there: RTP can be sent; again when the far end has become another. `ice` from both descriptions
  /// to a pair that works, `dtls` from there on.
  virtual void on_channel_open(Duration ice, Duration dtls) = 0;
  virtual void on_channel_rtp(std::span<const std::byte> packet, TimePoint arrived) = 0;  ///< in the clear
  virtual void on_channel_rtcp(std::span<const std::byte> packet, TimePoint arrived) = 0;
  virtual void on_channel_failed(const Failure& failure) = 0;  ///< once: ice.*, dtls.*, srtp.*, turn.*

 protected:
  ~SecureChannelHandler() = default;
};

/// What was not ours, or not right.
struct SecureChannelCounts {
  std::uint64_t forged = 0;  ///< authentication failed: other keys, or clear text
  std::uint64_t replayed = 0;
  std::uint64_t crowded = 0;  ///< of more SSRCs than a call has
  std::uint64_t strange = 0;  ///< neither STUN, DTLS, RTP nor RTCP, or before there were keys
};

/// What a channel does differently from a browser's.
struct ChannelManners {
  bool is_lite = false;  ///< ICE-lite: answers checks, and sends none (RFC 8445 2.5)
  /// For who wants to break the rules: nothing of DTLS is said, or only the first flight.
  enum class Handshake : std::uint8_t { whole, none, first_flight };
  Handshake handshake = Handshake::whole;
  unsigned copies = 1;  ///< of each packet of media
};

/// Threads: its shard's only. The handler outlives it.
class SecureChannel {
 public:
  /// A socket at any free port of `address`. Failure: local.ports, local.descriptors, local.bind.
  static Outcome<std::unique_ptr<SecureChannel>> open(Shard& shard, const Address& address, Random& random,
                                                      SecureChannelHandler& handler,
                                                      const NetworkProfile& network = {});
  virtual ~SecureChannel() = default;

  virtual void behave(const ChannelManners& manners) = 0;  ///< before it describes or accepts anything
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// Before describe() and accept(): asks servers, of which there is one at least, for further addresses.
  virtual void gather(const IceServers& servers) = 0;
  /// What the lines m= and c= name, where it is not the socket's own place: with the policy relay that is
  /// not told.
  [[nodiscard]] virtual std::optional<Endpoint> shown() const = 0;
  /// Our half, to write into an offer or an answer; the first one decides who controls (RFC 8445 6.1.1).
  virtual sdp::SecureTransport describe(bool is_offer) = 0;
  /// Theirs. Other credentials than before are a restart of ICE; another fingerprint is another end, with
  /// which keys are agreed anew. Failure: sip.bad_sdp.
  virtual Outcome<> accept(const sdp::SecureTransport& remote, bool is_offer) = 0;
  /// Candidates that came later, also before accept() (RFC 8840).
  virtual void trickle(const sdp::Trickle& later) = 0;
  /// `packet` stands at the start of `buffer`, with room for 144 octets behind it. False while there are no
  /// keys.
  virtual bool send_rtp(std::span<std::byte> buffer, std::size_t size) = 0;
  virtual bool send_rtcp(std::span<std::byte> buffer, std::size_t size) = 0;
  /// For who wants to break the rules: without keys.
  virtual void send_clear(std::span<const std::byte> packet) = 0;
  virtual void close() = 0;  ///< close_notify; what still arrives is not heard any more
  [[nodiscard]] virtual bool is_open() const = 0;
  /// What it has not come through yet: "ice", "dtls"; empty: nothing, or both descriptions are not there.
  [[nodiscard]] virtual std::string_view phase() const = 0;
  [[nodiscard]] virtual const SecureChannelCounts& counts() const = 0;
  [[nodiscard]] virtual std::optional<Duration> round_trip() const = 0;  ///< of ICE's last check
};

}  // namespace cxload::net
