/// MediaPipe: how the packets of one port travel: as plain RTP, or found by ICE and kept secret by DTLS-SRTP.
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
#include <cxload/net/shard.hpp>
#include <cxload/sdp/secure_transport.hpp>

namespace cxload::standin {

inline constexpr std::size_t largest_packet = 1500;
/// With room behind for what encryption adds.
using PacketBuffer = std::array<std::byte, largest_packet + 160>;

/// Threads: its shard's.
class MediaPipe {
 public:
  /// RTP of the peer, in the clear.
  using OnRtp = std::function<void(std::span<const std::byte> packet)>;

  virtual ~MediaPipe() = default;
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  virtual void set_remote(const net::Endpoint& remote) = 0;
  virtual void send(PacketBuffer& buffer, std::size_t size) = 0;  ///< dropped while there is no way
  virtual Outcome<> accept_offer(const sdp::SecureTransport&) { return {}; }
  virtual sdp::SecureTransport describe_answer() { return {}; }
};

/// Nothing when no port is left.
std::unique_ptr<MediaPipe> open_plain_pipe(net::Shard& shard, const net::Address& address,
                                           MediaPipe::OnRtp on_rtp);
std::unique_ptr<MediaPipe> open_secure_pipe(net::Shard& shard, const net::Address& address, Random& random,
                                            MediaPipe::OnRtp on_rtp);

}  // namespace cxload::standin
