// How exported DTLS keys become two directions (RFC 5764 4.2).
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/srtp/keys.hpp>

namespace cxload::srtp {
namespace {

TEST(Keys, ClientAndServerSeeTheSameFromBothSides) {
  for (const ProfileFacts& profile : profiles()) {
    std::vector<std::uint8_t> exported(exported_size(profile.profile));
    std::iota(exported.begin(), exported.end(), std::uint8_t{1});
    const KeyPair client = split_keys(profile.profile, exported, true);
    const KeyPair server = split_keys(profile.profile, exported, false);
    const auto text = [](const MasterKey& key) {
      return std::vector<std::uint8_t>(key.bytes().begin(), key.bytes().end());
    };
    EXPECT_EQ(text(client.send), text(server.receive)) << profile.name;
    EXPECT_EQ(text(client.receive), text(server.send)) << profile.name;
    // Client key, server key, client salt, server salt.
    std::vector<std::uint8_t> wanted(exported.begin(),
                                     exported.begin() + static_cast<long>(profile.key_size));
    const auto salt = exported.begin() + static_cast<long>(2 * profile.key_size);
    wanted.insert(wanted.end(), salt, salt + static_cast<long>(profile.salt_size));
    EXPECT_EQ(text(client.send), wanted) << profile.name;
  }
}

TEST(Keys, ProfilesAreKnownByName) {
  for (const ProfileFacts& profile : profiles()) EXPECT_EQ(profile_named(profile.name), profile.profile);
  EXPECT_FALSE(profile_named("SRTP_NULL_SHA1_80"));
}

}  // namespace
}  // namespace cxload::srtp
