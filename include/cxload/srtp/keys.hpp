/// Keys of SRTP: what DTLS hands over for both directions (RFC 5764 4.2), and the profiles it can be for.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cxload::srtp {

/// Numbers of the registry of DTLS-SRTP protection profiles (RFC 5764 4.1.2, RFC 7714 14.2).
enum class Profile : std::uint16_t {
  aes_cm_128_hmac_sha1_80 = 0x0001,
  aead_aes_128_gcm = 0x0007,
  aead_aes_256_gcm = 0x0008,
};

struct ProfileFacts {
  Profile profile;
  std::string_view name;  ///< as OpenSSL and the registry call it
  std::size_t key_size, salt_size;
};
[[nodiscard]] std::span<const ProfileFacts> profiles();  ///< in our order of preference
[[nodiscard]] const ProfileFacts& facts(Profile profile);
[[nodiscard]] std::optional<Profile> profile_named(std::string_view name);

inline constexpr std::size_t most_key_bytes = 32 + 14;

/// Master key and salt of one direction. Wiped when it goes; never printed.
class MasterKey {
 public:
  MasterKey(Profile profile, std::span<const std::uint8_t> key, std::span<const std::uint8_t> salt);
  ~MasterKey();
  MasterKey(const MasterKey&) = default;
  MasterKey& operator=(const MasterKey&) = default;

  [[nodiscard]] Profile profile() const { return profile_; }
  /// Key, then salt.
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {bytes_.data(), size_}; }

 private:
  Profile profile_;
  std::size_t size_ = 0;
  std::array<std::uint8_t, most_key_bytes> bytes_{};
};

/// Both directions, seen from one side.
struct KeyPair {
  MasterKey send, receive;
};

/// Splits what DTLS exports: client key, server key, client salt, server salt.
[[nodiscard]] KeyPair split_keys(Profile profile, std::span<const std::uint8_t> exported, bool is_client);
[[nodiscard]] std::size_t exported_size(Profile profile);

}  // namespace cxload::srtp
