// Media through the stand-in: what a description becomes on its way, and when the relay of a call ends.
#include <gtest/gtest.h>

#include <cxload/sdp/session.hpp>

#include "../../src/standin/core/relay_sdp.hpp"
#include "../../src/standin/core/relays.hpp"
#include "core_harness.hpp"

namespace cxload::standin {
namespace {

constexpr std::string_view browser =
    "v=0\r\no=- 1 2 IN IP4 192.0.2.7\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\na=msid-semantic: WMS *\r\n"
    "m=audio 5000 UDP/TLS/RTP/SAVPF 111 0 101\r\nc=IN IP4 192.0.2.7\r\na=mid:0\r\na=ice-ufrag:abcd\r\n"
    "a=ice-pwd:0123456789012345678901\r\na=fingerprint:sha-256 AA:BB\r\na=setup:actpass\r\na=rtcp-mux\r\n"
    "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1\r\na=rtpmap:101 telephone-event/8000\r\n"
    "a=sendonly\r\na=extmap:1 urn:x\r\na=candidate:1 1 udp 1 192.0.2.7 5000 typ host\r\n"
    "m=video 5002 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 192.0.2.7\r\na=mid:1\r\na=rtpmap:96 VP8/90000\r\n";
constexpr std::string_view gateway =
    "v=0\r\no=- 3 4 IN IP4 192.0.2.8\r\ns=-\r\nc=IN IP4 192.0.2.8\r\nt=0 0\r\nm=audio 6000 RTP/AVP 111 "
    "101\r\n"
    "a=rtpmap:111 opus/48000/2\r\na=rtpmap:101 telephone-event/8000\r\na=recvonly\r\n";

TEST(RelaySdp, KeepsCodecsAndDirectionAndNothingOfTheWay) {
  const auto said = sdp::parse_session(browser).value();
  ASSERT_EQ(relayed_stream(said), 0U);
  const sdp::SessionDescription out = relay(said, 0, {"127.0.0.1", 4000, 0, std::nullopt});
  ASSERT_EQ(out.media.size(), 2U);
  const std::string text = out.write();
  EXPECT_EQ(out.media[0].protocol, "RTP/AVP");
  EXPECT_EQ(out.media[0].port, 4000);
  EXPECT_EQ(out.media[0].formats, (std::vector<std::string>{"111", "0", "101"}));
  EXPECT_TRUE(out.media[1].is_rejected());
  EXPECT_NE(text.find("a=sendonly"), std::string::npos);
  EXPECT_NE(text.find("a=fmtp:111 useinbandfec=1"), std::string::npos);
  for (const char* gone :
       {"192.0.2.7\r\nt=", "ice-", "fingerprint", "setup", "candidate", "BUNDLE", "extmap"})
    EXPECT_EQ(text.find(gone), std::string::npos) << gone;
}

sip::Message request(const std::string& method, std::string_view from_tag, std::string_view to_tag,
                     std::string_view body) {
  sip::Message message = sip::Message::make_request(method, "sip:bob@example.test");
  message.append(sip::HeaderId::from, "<sip:alice@example.test>;tag=" + std::string(from_tag));
  message.append(sip::HeaderId::to, to_tag.empty() ? std::string("<sip:bob@example.test>")
                                                   : "<sip:bob@example.test>;tag=" + std::string(to_tag));
  message.append(sip::HeaderId::call_id, "c1");
  message.append(sip::HeaderId::cseq, "1 " + method);
  if (!body.empty()) message.set_body("application/sdp", body);
  return message;
}

sip::Message response(const sip::Message& to, int status, std::string_view body) {
  sip::Message message = sip::Message::make_response_to(to, status);
  if (!body.empty()) message.set_body("application/sdp", body);
  return message;
}

class RelaysTest : public testing::Test {
 protected:
  VirtualMedia media;
  Relays relays{media, "127.0.0.1"};
  Flow to_gateway{net::Scheme::udp, ConnectionId::none, {net::Address::loopback(), 6060}};
};

TEST_F(RelaysTest, BridgesABrowserAndAGateway) {
  sip::Message invite = request("INVITE", "a", "", browser);
  const sip::Message given = invite;
  EXPECT_EQ(relays.on_request(invite, to_gateway, {}), 0);
  EXPECT_NE(invite.body().find("m=audio 42000 RTP/AVP 111 0 101"), std::string_view::npos) << invite.body();
  sip::Message early = response(given, 183, gateway), ok = response(given, 200, gateway);
  relays.on_response(given, early);
  relays.on_response(given, ok);
  EXPECT_NE(ok.body().find("m=audio 41000 UDP/TLS/RTP/SAVPF 111 101"), std::string_view::npos) << ok.body();
  EXPECT_NE(ok.body().find("a=setup:active"), std::string_view::npos);
  EXPECT_EQ(early.body(), ok.body()) << "one answer, said twice";
}

TEST_F(RelaysTest, AnOfferInThe200IsAnsweredInTheAck) {
  sip::Message invite = request("INVITE", "a", "", "");
  const sip::Message given = invite;
  EXPECT_EQ(relays.on_request(invite, to_gateway, {}), 0);
  sip::Message ok = response(given, 200, gateway);
  relays.on_response(given, ok);
  EXPECT_NE(ok.body().find("m=audio 41000 RTP/AVP"), std::string_view::npos) << ok.body();
  sip::Message ack = request("ACK", "a", "b", gateway);
  relays.on_ack(ack);
  EXPECT_NE(ack.body().find("m=audio 42000 RTP/AVP"), std::string_view::npos) << ack.body();
}

TEST_F(RelaysTest, TheCalleeMayOfferToo) {
  sip::Message invite = request("INVITE", "a", "", browser);
  EXPECT_EQ(relays.on_request(invite, to_gateway, {}), 0);
  sip::Message again = request("INVITE", "b", "a", gateway);
  EXPECT_EQ(relays.on_request(again, to_gateway, {}), 0);
  EXPECT_NE(again.body().find("m=audio 41000 UDP/TLS/RTP/SAVPF"), std::string_view::npos) << again.body();
}

TEST_F(RelaysTest, EndsWithTheCall) {
  const auto start = [&] {
    sip::Message invite = request("INVITE", "a", "", browser);
    EXPECT_EQ(relays.on_request(invite, to_gateway, {}), 0);
    EXPECT_EQ(relays.size(), 1U);
  };
  start();
  sip::Message busy = response(request("INVITE", "a", "", browser), 486, "");
  relays.on_response(request("INVITE", "a", "", browser), busy);
  EXPECT_EQ(relays.size(), 0U);
  start();
  sip::Message refused = response(request("INVITE", "a", "b", browser), 488, "");
  relays.on_response(request("INVITE", "a", "b", browser), refused);
  EXPECT_EQ(relays.size(), 1U) << "a re-INVITE that is refused leaves the call as it was";
  sip::Message done = response(request("BYE", "a", "b", ""), 200, "");
  relays.on_response(request("BYE", "a", "b", ""), done);
  EXPECT_EQ(relays.size(), 0U);
}

TEST_F(RelaysTest, WhatCannotBeRelayedIsRefused) {
  sip::Message nonsense = request("INVITE", "a", "", "nonsense");
  EXPECT_EQ(relays.on_request(nonsense, to_gateway, {}), 400);
  EXPECT_EQ(relays.size(), 0U);
  media.has_ports = false;
  sip::Message invite = request("INVITE", "a", "", browser);
  EXPECT_EQ(relays.on_request(invite, to_gateway, {}), 503);
  sip::Message bye = request("BYE", "a", "b", "");
  EXPECT_EQ(relays.on_request(bye, to_gateway, {}), 0);
}

}  // namespace
}  // namespace cxload::standin
