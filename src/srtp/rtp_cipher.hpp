/// RtpCipher: SRTP of one direction on OpenSSL (RFC 3711, RFC 7714): the path of every packet.
#pragma once
#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <openssl/evp.h>

#include <cxload/srtp/keys.hpp>
#include <cxload/srtp/session.hpp>

namespace cxload::srtp {

/// Octets are those that libsrtp makes (tests/srtp); Debian's, on NSS, was four tenths of
/// what a loaded phone costs. Threads: one at a time.
class RtpCipher {
 public:
  /// Null when OpenSSL has no memory.
  static std::unique_ptr<RtpCipher> make(const MasterKey& key, bool is_outbound);

  /// As Session::protect_rtp(); a packet that was sent already is refused.
  std::size_t protect(std::span<std::byte> buffer, std::size_t size);
  Session::Opened unprotect(std::span<std::byte> packet);

 private:
  struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  };
  /// What is known of one SSRC: the highest index, and which of the last ones were seen (RFC 3711 3.3.2).
  struct Stream {
    static constexpr std::uint64_t window = 1024;
    std::uint32_t ssrc = 0;
    std::uint64_t highest = 0;
    std::bitset<window> seen;  ///< by index modulo the window

    [[nodiscard]] std::uint64_t guess(std::uint16_t sequence) const;
    [[nodiscard]] bool was_seen(std::uint64_t index) const;
    void note(std::uint64_t index);
  };
  struct Parts;

  explicit RtpCipher(Profile profile) : profile_(profile) {}
  bool set_up(const MasterKey& key, bool is_outbound);
  [[nodiscard]] bool is_gcm() const { return profile_ != Profile::aes_cm_128_hmac_sha1_80; }
  Stream* find(std::uint32_t ssrc);
  bool seal(const Parts& parts, std::uint64_t index);
  [[nodiscard]] bool open(const Parts& parts, std::uint64_t index);
  bool set_counter(const Parts& parts, std::uint64_t index);
  bool sign(std::span<const std::uint8_t> packet, std::uint64_t index, std::span<std::uint8_t, 20> tag);

  Profile profile_;
  std::unique_ptr<EVP_CIPHER_CTX, Free> cipher_;
  std::unique_ptr<EVP_MAC_CTX, Free> mac_;  ///< of HMAC-SHA1 alone
  std::array<std::uint8_t, 14> salt_{};
  std::vector<std::unique_ptr<Stream>> streams_;  ///< bounded: strangers get none
};

}  // namespace cxload::srtp
