/// Fingerprints of certificates as SDP writes them.
#include <array>

#include <gtest/gtest.h>

#include <cxload/dtls/fingerprint.hpp>

namespace cxload::dtls {
namespace {

/// SHA-256 and SHA-1 of "abc": the examples of FIPS 180.
constexpr std::array<std::uint8_t, 3> abc = {'a', 'b', 'c'};
constexpr auto sha256_of_abc =
    "sha-256 BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";
constexpr auto sha1_of_abc = "SHA-1 a9:99:3e:36:47:06:81:6a:ba:3e:25:71:78:50:c2:6c:9c:d0:d8:9d";

TEST(Fingerprint, IsWrittenAsSdpWritesIt) {
  EXPECT_EQ(Fingerprint::of(Hash::sha256, abc).value().text(), sha256_of_abc);
}

TEST(Fingerprint, EveryHashReadsWhatItWrites) {
  for (const Hash hash : {Hash::sha1, Hash::sha224, Hash::sha256, Hash::sha384, Hash::sha512}) {
    const auto made = Fingerprint::of(hash, abc).value();
    EXPECT_EQ(Fingerprint::parse(made.text()), made);
    EXPECT_TRUE(made.matches(abc));
  }
}

TEST(Fingerprint, CaseDoesNotMatter) { EXPECT_TRUE(Fingerprint::parse(sha1_of_abc).value().matches(abc)); }

TEST(Fingerprint, OtherCertificateDoesNotMatch) {
  const std::array<std::uint8_t, 3> other = {'a', 'b', 'd'};
  EXPECT_FALSE(Fingerprint::parse(sha256_of_abc).value().matches(other));
}

TEST(Fingerprint, MalformedTextIsRefused) {
  const std::string good = sha256_of_abc;
  for (const std::string& bad :
       {std::string(), std::string("sha-256"), std::string("sha-256 "), good.substr(0, good.size() - 3),
        good + ":00", good + " ", "md5" + good.substr(7), "sha-1" + good.substr(7),
        good.substr(0, 10) + '-' + good.substr(11), good.substr(0, 8) + 'G' + good.substr(9)})
    EXPECT_FALSE(Fingerprint::parse(bad)) << bad;
}

}  // namespace
}  // namespace cxload::dtls
