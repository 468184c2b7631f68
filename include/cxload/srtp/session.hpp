/// Session: SRTP and SRTCP of one call, both directions (RFC 3711, RFC 7714), RTCP on libsrtp and RTP on
/// OpenSSL.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include <cxload/base/result.hpp>
#include <cxload/srtp/keys.hpp>

namespace cxload::srtp {

/// What became of a received packet.
enum class Verdict : std::uint8_t {
  good,
  forged,    ///< the authentication tag is wrong: not from our peer, or damaged
  replayed,  ///< seen before, or older than the replay window
  unfit,     ///< too short, or no RTP at all
  crowded,   ///< one SSRC too many
};

/// A packet grows by at most this much: tag, SRTCP index, with room for libsrtp's own needs.
inline constexpr std::size_t most_growth = 144;

/// Threads: one at a time. Any SSRC is taken inbound, at most 16 of them.
class Session {
 public:
  /// Failure: local.memory.
  static Outcome<std::unique_ptr<Session>> make(const KeyPair& keys);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// `packet` stands at the start of `buffer`, which has room for most_growth more. The size it has then; 0
  /// when it is refused.
  std::size_t protect_rtp(std::span<std::byte> buffer, std::size_t size);
  std::size_t protect_rtcp(std::span<std::byte> buffer, std::size_t size);

  struct Opened {
    Verdict verdict;
    std::size_t size = 0;  ///< of what is left, in place
  };
  Opened unprotect_rtp(std::span<std::byte> packet);
  Opened unprotect_rtcp(std::span<std::byte> packet);

 private:
  struct Contexts;
  explicit Session(std::unique_ptr<Contexts> contexts);

  std::unique_ptr<Contexts> contexts_;
};

}  // namespace cxload::srtp
