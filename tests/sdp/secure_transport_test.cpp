// ICE and DTLS in descriptions: what browsers write is read, and ours is read back.
#include <gtest/gtest.h>

#include <cxload/sdp/offer_answer.hpp>
#include <cxload/sdp/secure_transport.hpp>

namespace cxload::sdp {
namespace {

constexpr std::string_view browser_offer =
    "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
    "a=extmap-allow-mixed\r\na=msid-semantic: WMS\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 126\r\n"
    "c=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n"
    "a=candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host generation 0 network-id 1\r\n"
    "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijklmn\r\na=ice-options:trickle\r\n"
    "a=fingerprint:sha-256 "
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\r\n"
    "a=setup:actpass\r\na=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n"
    "a=rtpmap:126 telephone-event/8000\r\n";

TEST(SecureTransport, ReadsWhatABrowserOffers) {
  const SessionDescription offer = parse_session(browser_offer).value();
  const auto read = read_transport(offer, offer.media.front());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->ufrag, "abcd");
  EXPECT_EQ(read->password, "0123456789abcdefghijklmn");
  EXPECT_EQ(read->setup, Setup::actpass);
  EXPECT_EQ(read->mid, "0");
  EXPECT_TRUE(read->has_rtcp_mux && read->is_bundled && !read->is_lite);
  ASSERT_EQ(read->candidates.size(), 1U);
  EXPECT_TRUE(read->candidates.front().starts_with("1 1 udp 2122260223 192.0.2.7 50000"));
}

// RFC 8122 5: several, of which any that we know will do.
TEST(SecureTransport, AFingerprintThatNobodyMayUseIsPassedOver) {
  std::string text(browser_offer);
  text.insert(text.find("a=fingerprint"), "a=fingerprint:md5 00:11:22\r\n");
  const SessionDescription offer = parse_session(text).value();
  EXPECT_TRUE(read_transport(offer, offer.media.front())->fingerprint.starts_with("sha-256 00:11"));
}

TEST(SecureTransport, WhatLacksAHalfIsNone) {
  for (const std::string_view missing : {"a=ice-ufrag:abcd\r\n", "a=ice-pwd:0123456789abcdefghijklmn\r\n"}) {
    std::string text(browser_offer);
    text.erase(text.find(missing), missing.size());
    const SessionDescription offer = parse_session(text).value();
    EXPECT_FALSE(read_transport(offer, offer.media.front())) << missing;
  }
  std::string text(browser_offer);
  text.replace(text.find("actpass"), 7, "perhaps");
  const SessionDescription offer = parse_session(text).value();
  EXPECT_FALSE(read_transport(offer, offer.media.front()));
}

TEST(SecureTransport, OursIsReadBack) {
  LocalMedia local;
  local.keying = Keying::dtls;
  local.port = 40000;
  SessionDescription own = make_offer(local);
  SecureTransport wanted;
  wanted.ufrag = "wxyz";
  wanted.password = "abcdefghijklmnopqrstuvwx";
  wanted.candidates = {"1 1 udp 2130706431 127.0.0.1 40000 typ host"};
  wanted.fingerprint = "sha-256 AA";
  wanted.mid = "0";
  write_transport(own, own.media.front(), wanted);
  const SessionDescription again = parse_session(own.write()).value();
  const auto read = read_transport(again, again.media.front());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->candidates, wanted.candidates);
  EXPECT_EQ(read->ufrag, wanted.ufrag);
  EXPECT_EQ(read->fingerprint, wanted.fingerprint);
  EXPECT_EQ(again.media.front().protocol, "UDP/TLS/RTP/SAVPF");
}

TEST(SecureTransport, PlainAndSecurePhonesDoNotAgree) {
  const SessionDescription offer = parse_session(browser_offer).value();
  LocalMedia plain, secure;
  secure.keying = Keying::dtls;
  EXPECT_FALSE(make_answer(offer, plain));
  const Result<Answer> answer = make_answer(offer, secure);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->description.media.front().protocol, "UDP/TLS/RTP/SAVPF");
  // Port 9 and 0.0.0.0 are no hold where candidates say the address.
  EXPECT_EQ(answer->stream.direction, Direction::sendrecv);
  EXPECT_FALSE(make_answer(make_offer(plain), secure));
}

TEST(SecureTransport, KeysOfSdesStandInTheDescription) {
  LocalMedia local, plain;
  local.keying = Keying::sdes;
  SessionDescription offer = make_offer(local);
  EXPECT_EQ(offer.media.front().protocol, "RTP/SAVP");
  EXPECT_EQ(keying_of(offer), Keying::none) << "keys are missing yet";
  EXPECT_FALSE(make_answer(offer, local)) << "without a key nothing is to be had";
  SecureTransport transport;
  transport.crypto = {"1 AES_CM_128_HMAC_SHA1_80 inline:key", "2 AEAD_AES_128_GCM inline:other"};
  write_transport(offer, offer.media.front(), transport);
  EXPECT_EQ(keying_of(offer), Keying::sdes);
  const auto read = read_transport(offer, offer.media.front());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->crypto, transport.crypto);
  EXPECT_TRUE(read->ufrag.empty());
  EXPECT_EQ(offer.write().find("ice"), std::string::npos);
  EXPECT_FALSE(make_answer(offer, plain));
  const auto answer = make_answer(offer, local);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->description.media.front().protocol, "RTP/SAVP");
  EXPECT_FALSE(answer->description.media.front().attributes.has("crypto")) << "those are the offerer's";
  offer.media.front().attributes.add("fingerprint", "sha-256 AA:BB");
  EXPECT_EQ(keying_of(offer), Keying::none) << "both at once nobody offers";
}

TEST(SecureTransport, WhoAnswersBeginsUnlessTheOtherDoes) {
  EXPECT_EQ(answer_setup(Setup::actpass), Setup::active);
  EXPECT_EQ(answer_setup(Setup::passive), Setup::active);
  EXPECT_EQ(answer_setup(Setup::active), Setup::passive);
}

}  // namespace
}  // namespace cxload::sdp
