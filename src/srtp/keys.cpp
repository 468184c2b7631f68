#include <algorithm>

#include <openssl/crypto.h>

#include <cxload/srtp/keys.hpp>

namespace cxload::srtp {
namespace {

// GCM first: it costs a fraction of HMAC-SHA1 where the processor helps.
constexpr std::array<ProfileFacts, 3> all = {{
    {Profile::aead_aes_128_gcm, "SRTP_AEAD_AES_128_GCM", 16, 12},
    {Profile::aes_cm_128_hmac_sha1_80, "SRTP_AES128_CM_SHA1_80", 16, 14},
    {Profile::aead_aes_256_gcm, "SRTP_AEAD_AES_256_GCM", 32, 12},
}};

}  // namespace

std::span<const ProfileFacts> profiles() { return all; }

const ProfileFacts& facts(Profile profile) {
  return *std::find_if(all.begin(), all.end(), [&](const ProfileFacts& f) { return f.profile == profile; });
}

std::optional<Profile> profile_named(std::string_view name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const ProfileFacts& f) { return f.name == name; });
  return found == all.end() ? std::nullopt : std::optional(found->profile);
}

MasterKey::MasterKey(Profile profile, std::span<const std::uint8_t> key, std::span<const std::uint8_t> salt)
    : profile_(profile), size_(key.size() + salt.size()) {
  std::copy(salt.begin(), salt.end(), std::copy(key.begin(), key.end(), bytes_.begin()));
}

MasterKey::~MasterKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

std::size_t exported_size(Profile profile) {
  return 2 * (facts(profile).key_size + facts(profile).salt_size);
}

KeyPair split_keys(Profile profile, std::span<const std::uint8_t> exported, bool is_client) {
  const ProfileFacts& sizes = facts(profile);
  const auto part = [&](bool of_client) {
    const auto keys = exported.first(2 * sizes.key_size), salts = exported.subspan(2 * sizes.key_size);
    return MasterKey(profile, keys.subspan(of_client ? 0 : sizes.key_size, sizes.key_size),
                     salts.subspan(of_client ? 0 : sizes.salt_size, sizes.salt_size));
  };
  return {part(is_client), part(!is_client)};
}

}  // namespace cxload::srtp
