// Our SRTP beside libsrtp: the same octets out, the same verdicts on what comes in.
#include "../../src/srtp/rtp_cipher.hpp"

#include <srtp2/srtp.h>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/base/random.hpp>

namespace cxload::srtp {
namespace {

using Packet = std::vector<std::byte>;

/// With contributing sources and a header extension where `random` wants them.
Packet make_packet(Random& random, std::uint16_t sequence, std::uint32_t ssrc) {
  const std::size_t sources = random.next() % 4, words = random.next() % 3, payload = random.next() % 200;
  const bool is_extended = random.next() % 2 == 0;
  Packet packet(12 + 4 * sources + (is_extended ? 4 + 4 * words : 0) + payload);
  for (std::byte& octet : packet) octet = static_cast<std::byte>(random.next());
  packet[0] = static_cast<std::byte>(0x80 | (is_extended ? 0x10 : 0) | sources);
  packet[2] = static_cast<std::byte>(sequence >> 8);
  packet[3] = static_cast<std::byte>(sequence);
  for (std::size_t i = 0; i < 4; ++i) packet[8 + i] = static_cast<std::byte>(ssrc >> (24 - 8 * i));
  if (is_extended) {
    packet[12 + 4 * sources + 2] = std::byte{0};
    packet[12 + 4 * sources + 3] = static_cast<std::byte>(words);
  }
  return packet;
}

/// libsrtp, one direction.
class Reference {
 public:
  Reference(const MasterKey& key, bool is_outbound) {
    srtp_policy_t policy{};
    if (key.profile() == Profile::aes_cm_128_hmac_sha1_80)
      srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
    if (key.profile() == Profile::aead_aes_128_gcm) srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
    if (key.profile() == Profile::aead_aes_256_gcm) srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtp);
    policy.rtcp = policy.rtp;
    policy.ssrc.type = is_outbound ? ssrc_any_outbound : ssrc_any_inbound;
    policy.key = const_cast<unsigned char*>(key.bytes().data());
    policy.window_size = 1024;
    EXPECT_EQ(srtp_create(&context_, &policy), srtp_err_status_ok);
  }
  ~Reference() { srtp_dealloc(context_); }
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;

  Packet protect(Packet packet) {
    int size = static_cast<int>(packet.size());
    packet.resize(packet.size() + most_growth);
    EXPECT_EQ(srtp_protect(context_, packet.data(), &size), srtp_err_status_ok);
    packet.resize(static_cast<std::size_t>(size));
    return packet;
  }
  Packet unprotect(Packet packet) {
    int size = static_cast<int>(packet.size());
    EXPECT_EQ(srtp_unprotect(context_, packet.data(), &size), srtp_err_status_ok);
    packet.resize(static_cast<std::size_t>(size));
    return packet;
  }

 private:
  srtp_t context_ = nullptr;
};

Packet protect(RtpCipher& cipher, Packet packet) {
  const std::size_t size = packet.size();
  packet.resize(size + most_growth);
  packet.resize(cipher.protect(packet, size));
  return packet;
}

class RtpCipherTest : public testing::TestWithParam<Profile> {
 protected:
  /// A session prepares libsrtp, once.
  RtpCipherTest() {
    const MasterKey key = make_key();
    (void)Session::make({key, key});
  }
  MasterKey make_key() {
    const ProfileFacts& sizes = facts(GetParam());
    std::vector<std::uint8_t> key(sizes.key_size), salt(sizes.salt_size);
    for (auto* bytes : {&key, &salt})
      for (std::uint8_t& one : *bytes) one = static_cast<std::uint8_t>(random.next());
    return {GetParam(), key, salt};
  }
  Random random{9};
};

TEST_P(RtpCipherTest, MakesTheOctetsOfLibsrtpAcrossRollOvers) {
  for (int round = 0; round < 5; ++round) {
    const MasterKey key = make_key();
    Reference theirs_out(key, true), theirs_in(key, false);
    const auto out = RtpCipher::make(key, true), in = RtpCipher::make(key, false);
    auto sequence = static_cast<std::uint16_t>(65'000 + random.next() % 400);
    for (int i = 0; i < 1000; ++i, ++sequence) {
      const Packet clear = make_packet(random, sequence, 0xA1B2C3D4);
      const Packet secret = protect(*out, clear);
      ASSERT_EQ(secret, theirs_out.protect(clear)) << i;
      ASSERT_EQ(theirs_in.unprotect(secret), clear) << i;
      Packet opened = secret;
      const Session::Opened verdict = in->unprotect(opened);
      ASSERT_EQ(verdict.verdict, Verdict::good) << i;
      opened.resize(verdict.size);
      ASSERT_EQ(opened, clear) << i;
    }
  }
}

TEST_P(RtpCipherTest, TakesWhatComesLateAcrossARollOverAndRefusesReplays) {
  const MasterKey key = make_key();
  const auto out = RtpCipher::make(key, true), in = RtpCipher::make(key, false);
  std::vector<Packet> sent;
  sent.reserve(2000);
  for (int i = 0; i < 2000; ++i)
    sent.push_back(protect(*out, make_packet(random, static_cast<std::uint16_t>(65'000 + i), 7)));
  const auto open = [&](int i) {
    Packet copy = sent.at(static_cast<std::size_t>(i));
    return in->unprotect(copy).verdict;
  };
  for (int i = 0; i < 600; i += 2) EXPECT_EQ(open(i), Verdict::good) << i;  // the roll-over is at 536
  EXPECT_EQ(open(599), Verdict::good);
  for (int i = 1; i < 599; i += 2) EXPECT_EQ(open(i), Verdict::good) << i;
  for (int i = 0; i < 600; ++i) EXPECT_EQ(open(i), Verdict::replayed) << i;
  EXPECT_EQ(open(1999), Verdict::good);
  EXPECT_EQ(open(600), Verdict::replayed) << "older than the window";
  EXPECT_EQ(open(1000), Verdict::good) << "inside it";
}

TEST_P(RtpCipherTest, ForgedPacketsChangeNothing) {
  const MasterKey key = make_key(), other = make_key();
  const auto out = RtpCipher::make(key, true), in = RtpCipher::make(key, false);
  const auto stranger = RtpCipher::make(other, true);
  const Packet secret = protect(*out, make_packet(random, 100, 7));
  for (std::size_t i = 0; i < secret.size(); ++i) {
    Packet spoilt = secret;
    spoilt[i] ^= std::byte{1};
    EXPECT_NE(in->unprotect(spoilt).verdict, Verdict::good) << "octet " << i;
  }
  for (std::uint32_t ssrc = 0; ssrc < 100; ++ssrc) {  // strangers take no place of the sixteen
    Packet noise = protect(*stranger, make_packet(random, 50'000, ssrc % 16));
    if (noise.empty()) continue;
    EXPECT_EQ(in->unprotect(noise).verdict, Verdict::forged);
  }
  Packet right = secret;
  EXPECT_EQ(in->unprotect(right).verdict, Verdict::good);
}

TEST_P(RtpCipherTest, WhatIsNoRtpIsUnfit) {
  const MasterKey key = make_key();
  const auto out = RtpCipher::make(key, true), in = RtpCipher::make(key, false);
  for (std::size_t size = 0; size < 60; ++size) {
    Packet noise(size, std::byte{0x9F});  // fifteen sources and an extension that are not there
    EXPECT_EQ(in->unprotect(noise).verdict, Verdict::unfit) << size;
    Packet buffer(size + most_growth, std::byte{0x9F});
    EXPECT_EQ(out->protect(buffer, size), 0U) << size;
  }
}

TEST_P(RtpCipherTest, SendsNoPacketTwice) {
  const auto out = RtpCipher::make(make_key(), true);
  const Packet clear = make_packet(random, 5, 7);
  EXPECT_FALSE(protect(*out, clear).empty());
  EXPECT_TRUE(protect(*out, clear).empty()) << "the same counter for two packets opens both";
}

INSTANTIATE_TEST_SUITE_P(All, RtpCipherTest,
                         testing::Values(Profile::aes_cm_128_hmac_sha1_80, Profile::aead_aes_128_gcm,
                                         Profile::aead_aes_256_gcm));

}  // namespace
}  // namespace cxload::srtp
