/// MediaPipe: how the packets of one port travel: as plain RTP, as SRTP with the keys of SDES, or found by
/// ICE and kept secret by DTLS-SRTP.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include <cxload/base/random.hpp>
#include <cxload/base/result.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/net/secure_channel.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/sdp/secure_transport.hpp>

namespace cxload::standin {

inline constexpr std::size_t largest_packet = 1500;
/// With room behind for what encryption adds.
using PacketBuffer = std::array<std::byte, largest_packet + 160>;

/// Threads: its shard's.
class MediaPipe {
 public:
  /// What the peer sends, in the clear.
  struct Hears {
    std::function<void(std::span<const std::byte> packet)> rtp;
    std::function<void(std::span<const std::byte> compound)> rtcp = {};
  };

  virtual ~MediaPipe() = default;
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// Of a plain pipe whose RTCP is not on the port behind: which; else 0.
  [[nodiscard]] virtual std::uint16_t rtcp_port() const { return 0; }
  virtual void set_remote(const net::Endpoint& rtp, const net::Endpoint& rtcp) = 0;
  virtual void send(PacketBuffer& buffer, std::size_t size) = 0;  ///< dropped while there is no way
  virtual void send_rtcp(PacketBuffer&, std::size_t) {}
  /// A defect: past the keys that were agreed on.
  virtual void send_clear(PacketBuffer& buffer, std::size_t size) { send(buffer, size); }
  virtual Outcome<> accept(const sdp::SecureTransport&, bool /*is_offer*/) { return {}; }
  virtual sdp::SecureTransport describe(bool /*is_offer*/) { return {}; }
};

/// Nothing when no port is left. `keying`: none or sdes.
std::unique_ptr<MediaPipe> open_plain_pipe(net::Shard& shard, const net::Address& address, Random& random,
                                           sdp::Keying keying, MediaPipe::Hears hears);
std::unique_ptr<MediaPipe> open_secure_pipe(net::Shard& shard, const net::Address& address, Random& random,
                                            const net::ChannelManners& manners, MediaPipe::Hears hears);

}  // namespace cxload::standin
