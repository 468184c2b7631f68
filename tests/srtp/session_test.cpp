// Packets from one side to the other: untouched ones arrive, all others are told apart.
#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/srtp/session.hpp>

namespace cxload::srtp {
namespace {

using Packet = std::vector<std::byte>;

Packet rtp(std::uint16_t sequence, std::uint32_t ssrc = 0x11223344, std::size_t payload = 160) {
  Packet packet(12 + payload, std::byte{0x55});
  packet[0] = std::byte{0x80};
  packet[1] = std::byte{0};
  packet[2] = std::byte(sequence >> 8);
  packet[3] = std::byte(sequence & 0xFF);
  for (std::size_t i = 0; i < 4; ++i) packet[8 + i] = std::byte(ssrc >> (24 - 8 * i));
  return packet;
}

struct Ends {
  std::unique_ptr<Session> client, server;
};

Ends ends_of(Profile profile, std::uint8_t seed = 1) {
  std::vector<std::uint8_t> exported(exported_size(profile));
  std::iota(exported.begin(), exported.end(), seed);
  return {Session::make(split_keys(profile, exported, true)).value(),
          Session::make(split_keys(profile, exported, false)).value()};
}

Packet protect(Session& session, Packet packet, bool is_rtcp = false) {
  const std::size_t size = packet.size();
  packet.resize(size + most_growth);
  const std::size_t length = is_rtcp ? session.protect_rtcp(packet, size) : session.protect_rtp(packet, size);
  EXPECT_GT(length, size);
  packet.resize(length);
  return packet;
}

class EachProfile : public testing::TestWithParam<Profile> {};

TEST_P(EachProfile, BothWaysAndBothKinds) {
  const Ends ends = ends_of(GetParam());
  for (Session* from : {ends.client.get(), ends.server.get()}) {
    Session& to = from == ends.client.get() ? *ends.server : *ends.client;
    const Packet clear = rtp(7);
    Packet secret = protect(*from, clear);
    EXPECT_FALSE(std::equal(clear.begin() + 12, clear.end(), secret.begin() + 12));
    const Session::Opened opened = to.unprotect_rtp(secret);
    ASSERT_EQ(opened.verdict, Verdict::good);
    EXPECT_TRUE(std::equal(clear.begin(), clear.end(), secret.begin(), secret.begin() + long(opened.size)));

    Packet report(28, std::byte{3});
    report[0] = std::byte{0x80};
    report[1] = std::byte{200};
    Packet secret_report = protect(*from, report, true);
    const Session::Opened read = to.unprotect_rtcp(secret_report);
    ASSERT_EQ(read.verdict, Verdict::good);
    EXPECT_TRUE(std::equal(report.begin(), report.end(), secret_report.begin(),
                           secret_report.begin() + long(read.size)));
  }
}

TEST_P(EachProfile, EveryChangedByteIsForged) {
  const Ends ends = ends_of(GetParam());
  const Packet secret = protect(*ends.client, rtp(1));
  for (std::size_t i = 12; i < secret.size(); ++i) {
    Packet changed = secret;
    changed[i] ^= std::byte{1};
    EXPECT_EQ(ends.server->unprotect_rtp(changed).verdict, Verdict::forged) << i;
  }
  Packet untouched = secret;
  EXPECT_EQ(ends.server->unprotect_rtp(untouched).verdict, Verdict::good);
}

TEST_P(EachProfile, OtherKeysAreForged) {
  const Ends ends = ends_of(GetParam()), others = ends_of(GetParam(), 2);
  Packet secret = protect(*others.client, rtp(1));
  EXPECT_EQ(ends.server->unprotect_rtp(secret).verdict, Verdict::forged);
}

TEST_P(EachProfile, ReplaysAreTold) {
  const Ends ends = ends_of(GetParam());
  const Packet first = protect(*ends.client, rtp(1));
  Packet once = first, twice = first;
  EXPECT_EQ(ends.server->unprotect_rtp(once).verdict, Verdict::good);
  EXPECT_EQ(ends.server->unprotect_rtp(twice).verdict, Verdict::replayed);
  for (std::uint16_t i = 2; i < 1200; ++i) {
    Packet next = protect(*ends.client, rtp(i));
    EXPECT_EQ(ends.server->unprotect_rtp(next).verdict, Verdict::good);
  }
  Packet old = first;
  EXPECT_EQ(ends.server->unprotect_rtp(old).verdict, Verdict::replayed);
}

// The sequence number wraps, with losses and out of order (RFC 3711 3.3.1).
TEST_P(EachProfile, GoesOnBeyondSixteenBits) {
  const Ends ends = ends_of(GetParam());
  std::vector<Packet> sent;
  sent.reserve(400);
  for (int i = 0; i < 400; ++i)
    sent.push_back(protect(*ends.client, rtp(static_cast<std::uint16_t>(65400 + i))));
  for (std::size_t i = 0; i + 1 < sent.size(); i += 2) std::swap(sent[i], sent[i + 1]);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if (i % 7 == 3) continue;  // lost
    EXPECT_EQ(ends.server->unprotect_rtp(sent[i]).verdict, Verdict::good) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Srtp, EachProfile,
                         testing::Values(Profile::aes_cm_128_hmac_sha1_80, Profile::aead_aes_128_gcm,
                                         Profile::aead_aes_256_gcm));

TEST(Session, WhatIsTooShortIsUnfit) {
  const Ends ends = ends_of(Profile::aead_aes_128_gcm);
  for (std::size_t size = 0; size < 28; ++size) {
    Packet stub = rtp(1);
    stub.resize(size);
    EXPECT_NE(ends.server->unprotect_rtp(stub).verdict, Verdict::good) << size;
    EXPECT_NE(ends.server->unprotect_rtcp(stub).verdict, Verdict::good) << size;
  }
}

TEST(Session, APeerHasSoManySources) {
  const Ends ends = ends_of(Profile::aead_aes_128_gcm);
  for (std::uint32_t ssrc = 1; ssrc <= 20; ++ssrc) {
    Packet packet = protect(*ends.client, rtp(1, ssrc));
    EXPECT_EQ(ends.server->unprotect_rtp(packet).verdict, ssrc <= 16 ? Verdict::good : Verdict::crowded);
  }
}

TEST(Session, ABufferWithoutRoomIsLeftAlone) {
  const Ends ends = ends_of(Profile::aead_aes_128_gcm);
  Packet packet = rtp(1);
  EXPECT_EQ(ends.client->protect_rtp(packet, packet.size()), 0U);
}

}  // namespace
}  // namespace cxload::srtp
