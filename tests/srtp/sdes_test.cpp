// Keys in descriptions (RFC 4568): the lines of the RFCs, agreeing on one, and packets under it.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/srtp/sdes.hpp>

namespace cxload::srtp {
namespace {

// RFC 4568 9.1 and 4.1; the key of RFC 7714 16.1.1's example in base64.
constexpr std::string_view of_rfc =
    "1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20";
constexpr std::string_view gcm = "2 AEAD_AES_128_GCM inline:AAECAwQFBgcICQoLDA0OD1F1aWQgcHJvIHF1bw==";

TEST(CryptoLine, OfTheRfcIsRead) {
  const auto line = read_crypto_line(of_rfc);
  ASSERT_TRUE(line);
  EXPECT_EQ(line->tag, 1U);
  EXPECT_EQ(line->key.profile(), Profile::aes_cm_128_hmac_sha1_80);
  EXPECT_EQ(line->key.bytes().size(), 30U);
  EXPECT_EQ(line->key.bytes().front(), 0x77);
  EXPECT_EQ(write_crypto_line(*line), of_rfc.substr(0, of_rfc.find('|')))
      << "the lifetime is not ours to repeat";
}

TEST(CryptoLine, OfGcmIsReadWithAndWithoutPadding) {
  for (const std::string_view text : {gcm, gcm.substr(0, gcm.size() - 2)}) {
    const auto line = read_crypto_line(text);
    ASSERT_TRUE(line) << text;
    const auto key = line->key.bytes();
    EXPECT_EQ(std::string(key.begin() + 16, key.end()), "Quid pro quo");
    EXPECT_EQ(write_crypto_line(*line), gcm);
  }
}

TEST(CryptoLine, WhatWeCannotKeepIsNotTaken) {
  const std::string key(of_rfc.substr(0, of_rfc.find('|')));
  EXPECT_TRUE(read_crypto_line(key + " WSH=64 -UNKNOWN"));
  for (const std::string& text :
       {std::string(), std::string("1"), std::string("x ") + key.substr(2),
        key.substr(0, key.size() - 1),  // a short key
        key + "AAAA",                   // a long one
        key + "|2^20|1:4",              // an MKI in each packet
        key + "|1:4", key + ";inline:" + key.substr(key.find(':') + 1), key + " UNENCRYPTED_SRTP",
        key + " KDR=1", key + " FEC_KEY=inline:x",
        std::string("1 F8_128_HMAC_SHA1_80 ") + key.substr(key.find("inline")),
        std::string("1 AEAD_AES_256_GCM ") + key.substr(key.find("inline")),
        std::string("1 AES_CM_128_HMAC_SHA1_80 prompt:abc"), std::string("99999999999 ") + key.substr(2)})
    EXPECT_FALSE(read_crypto_line(text)) << text;
}

std::vector<std::byte> packet(std::uint16_t sequence) {
  std::vector<std::byte> bytes(172, std::byte{0x55});
  bytes[0] = std::byte{0x80};
  bytes[2] = std::byte(sequence >> 8);
  bytes[3] = std::byte(sequence & 0xFF);
  return bytes;
}

void expect_passes(Sdes& from, Sdes& to, std::uint16_t sequence, bool is_rtcp = false) {
  const std::vector<std::byte> clear = packet(sequence);
  std::vector<std::byte> buffer = clear;
  if (is_rtcp) buffer[1] = std::byte{200};
  buffer.resize(clear.size() + most_growth);
  const std::size_t size =
      is_rtcp ? from.protect_rtcp(buffer, clear.size()) : from.protect_rtp(buffer, clear.size());
  ASSERT_GT(size, clear.size());
  const auto opened = to.open(std::span(buffer).first(size), is_rtcp);
  ASSERT_EQ(opened.size(), clear.size());
  EXPECT_TRUE(std::equal(clear.begin() + 2, clear.end(), opened.begin() + 2));
}

struct Pair {
  Sdes caller, callee;
};

/// The callee sees `offer` only.
void agree(Pair& pair, const std::vector<std::string>& offer) {
  ASSERT_TRUE(pair.callee.hear(offer, true));
  const std::vector<std::string> answer = pair.callee.describe(false);
  ASSERT_EQ(answer.size(), 1U);
  ASSERT_TRUE(pair.caller.hear(answer, false));
}

TEST(Sdes, AgreesOnEachSuiteAndPacketsPass) {
  for (std::size_t i = 0; i < profiles().size(); ++i) {
    Pair pair;
    const std::vector<std::string> offer = pair.caller.describe(true);
    ASSERT_EQ(offer.size(), profiles().size());
    agree(pair, {"1 F8_128_HMAC_SHA1_80 inline:x", offer[i]});
    expect_passes(pair.caller, pair.callee, 1);
    expect_passes(pair.callee, pair.caller, 1);
    expect_passes(pair.callee, pair.caller, 2, true);
  }
}

TEST(Sdes, ANewOfferChangesNothingUnlessTheKeysChange) {
  Pair pair;
  agree(pair, pair.caller.describe(true));
  expect_passes(pair.caller, pair.callee, 65'535);
  expect_passes(pair.caller, pair.callee, 0);  // beyond sixteen bits
  const std::vector<std::string> again = pair.caller.describe(true);
  EXPECT_EQ(again, pair.caller.describe(true));
  agree(pair, again);
  expect_passes(pair.caller, pair.callee, 1);
  Sdes other;  // the far end was moved
  ASSERT_TRUE(other.hear(again, true));
  ASSERT_TRUE(pair.caller.hear(other.describe(false), false));
  expect_passes(other, pair.caller, 1);
}

// RFC 3711 9.1: behind 65,536 packets our stream goes on where it is, whatever they do to their key.
TEST(Sdes, WhenTheirKeyChangesOurStreamGoesOn) {
  Pair pair;
  agree(pair, pair.caller.describe(true));
  for (unsigned i = 0; i < 70'000; i += 1000)
    expect_passes(pair.caller, pair.callee, static_cast<std::uint16_t>(i));
  std::string renewed = pair.callee.describe(false).front();
  char& one = renewed.at(renewed.find("inline:") + 7);
  one = one == 'A' ? 'B' : 'A';
  const std::vector<std::string> answer = {renewed};
  ASSERT_TRUE(pair.caller.hear(answer, false));
  expect_passes(pair.caller, pair.callee, 70'001 - 65'536);
}

TEST(Sdes, AKeyThatHasServedIsNotTakenUpAgain) {
  Pair pair;
  const std::vector<std::string> offer = pair.caller.describe(true);
  agree(pair, {offer[0]});
  const std::string first = pair.callee.describe(false).front();
  agree(pair, {offer[1]});
  agree(pair, {pair.caller.describe(true)[0]});
  EXPECT_NE(pair.callee.describe(false).front(), first);
  expect_passes(pair.caller, pair.callee, 1);
  expect_passes(pair.callee, pair.caller, 1);
}

TEST(Sdes, KeysOfTwoStreamsDiffer) {
  Sdes one, other;
  const auto first = one.describe(true), second = other.describe(true);
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_NE(first[i], second[i]);
}

TEST(Sdes, WhatDoesNotFitIsAClassifiedFailure) {
  Sdes sdes;
  const std::vector<std::string> none;
  EXPECT_EQ(sdes.hear(none, true).error().kind, "srtp.no_key");
  EXPECT_TRUE(sdes.describe(false).empty());
  // A tag that was not offered, and another suite than stands there.
  for (const std::string& answer : {std::string("7 ") + std::string(of_rfc.substr(2)),
                                    std::string("0 ") + std::string(of_rfc.substr(2)), std::string(of_rfc)}) {
    const std::vector<std::string> lines = {answer};
    EXPECT_EQ(sdes.hear(lines, false).error().kind, "srtp.no_key") << answer;
  }
  EXPECT_FALSE(sdes.has_keys());
  std::vector<std::byte> buffer(400);
  EXPECT_EQ(sdes.protect_rtp(buffer, 172), 0U);
  EXPECT_TRUE(sdes.open(packet(1), false).empty());
}

TEST(Sdes, ForgedPacketsAreCountedAndNotHeard) {
  Pair pair;
  agree(pair, pair.caller.describe(true));
  EXPECT_TRUE(pair.callee.open(packet(1), false).empty());
  EXPECT_TRUE(pair.callee.open(std::vector<std::byte>(3000), false).empty()) << "larger than any packet";
  EXPECT_EQ(pair.callee.forged(), 1U);
}

}  // namespace
}  // namespace cxload::srtp
