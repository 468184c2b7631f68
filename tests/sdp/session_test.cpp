#include <gtest/gtest.h>

#include <cxload/sdp/codec.hpp>
#include <cxload/sdp/errc.hpp>
#include <cxload/sdp/session.hpp>

namespace cxload::sdp {
namespace {

constexpr std::string_view everything =
    "v=0\r\n"
    "o=jdoe 3724394400 3724394405 IN IP4 198.51.100.1\r\n"
    "s=Call to John Smith\r\n"
    "i=SDP Offer #1\r\n"
    "u=http://www.jdoe.example.com/home.html\r\n"
    "e=Jane Doe <jane@jdoe.example.com>\r\n"
    "p=+1 617 555-6011\r\n"
    "c=IN IP4 198.51.100.1\r\n"
    "b=AS:128\r\n"
    "t=0 0\r\n"
    "a=group:BUNDLE 0\r\n"
    "m=audio 49170/2 UDP/TLS/RTP/SAVPF 0 111\r\n"
    "i=voice\r\n"
    "c=IN IP6 2001:db8::2\r\n"
    "b=TIAS:64000\r\n"
    "a=rtpmap:111 opus/48000/2\r\n"
    "a=fmtp:111 minptime=10;useinbandfec=1\r\n"
    "a=ice-ufrag:F7gI\r\n"
    "a=candidate:1 1 UDP 2130706431 203.0.113.1 8998 typ host\r\n"
    "a=rtcp-mux\r\n"
    "a=x-nope\r\n"
    "m=video 0 RTP/AVP 31\r\n";

TEST(Session, WritesBackWhatItReadLineForLine) {  // after RFC 8866 5
  const auto session = parse_session(everything);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->write(), everything);
  EXPECT_EQ(session->origin.version, 3724394405U);
  ASSERT_EQ(session->media.size(), 2U);
  const Media& audio = session->media[0];
  EXPECT_EQ(audio.port_count, 2U);
  EXPECT_EQ(session->connection_of(audio)->address, "2001:db8::2");
  EXPECT_EQ(session->connection_of(session->media[1])->address, "198.51.100.1");
  EXPECT_TRUE(audio.attributes.has("x-nope"));
  EXPECT_TRUE(session->media[1].is_rejected());
}

TEST(Session, KnowsStaticAndDynamicPayloadTypes) {
  const auto session = *parse_session(everything);
  const auto codecs = codecs_of(session.media[0]);
  ASSERT_EQ(codecs.size(), 2U);
  EXPECT_EQ(codecs[0], pcmu());
  EXPECT_EQ(codecs[1], (Codec{"opus", 48000, 2, 111, "minptime=10;useinbandfec=1"}));
  EXPECT_EQ(codecs[1].rtpmap(), "111 opus/48000/2");
  EXPECT_TRUE(codecs_of(session.media[1]).empty()) << "31 is no audio we know";
}

TEST(Session, ToleratesLineFeedsUnknownLinesAndBlankEnds) {
  const auto session =
      parse_session("v=0\no=- 1 1 IN IP4 a\ns= \nt=0 0\nr=7d 1h 0\nk=clear:secret\ny=0100\n\n");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->write(), "v=0\r\no=- 1 1 IN IP4 a\r\ns= \r\nt=0 0\r\n");
}

TEST(Session, RefusesEachFaultByItsName) {
  const auto error = [](std::string_view text) { return parse_session(text).error(); };
  const std::string head = "v=0\r\no=- 1 1 IN IP4 a\r\ns=-\r\n";
  EXPECT_EQ(error(""), Errc::empty);
  EXPECT_EQ(error("\r\n"), Errc::empty);
  EXPECT_EQ(error("o=- 1 1 IN IP4 a\r\n"), Errc::missing_line);
  EXPECT_EQ(error("v=1\r\n"), Errc::bad_version);
  EXPECT_EQ(error(head), Errc::missing_line) << "t=";
  EXPECT_EQ(error(head + "v=0\r\n"), Errc::repeated_line);
  EXPECT_EQ(error(head + "s=again\r\n"), Errc::repeated_line);
  EXPECT_EQ(error(head + "nonsense\r\n"), Errc::bad_line);
  EXPECT_EQ(error(head + "a=x\ry\r\n"), Errc::bad_line);
  EXPECT_EQ(error(head + std::string("a=x\0y\r\n", 7)), Errc::bad_line);
  EXPECT_EQ(error("v=0\r\no=- x 1 IN IP4 a\r\n"), Errc::bad_origin);
  EXPECT_EQ(error("v=0\r\no=- 1 1 IN IP4\r\n"), Errc::bad_origin);
  EXPECT_EQ(error(head + "c=IN IP4\r\n"), Errc::bad_connection);
  EXPECT_EQ(error(head + "b=AS\r\n"), Errc::bad_bandwidth);
  EXPECT_EQ(error(head + "t=0\r\n"), Errc::bad_timing);
  for (const std::string_view media : {"audio 1 RTP/AVP", "audio x RTP/AVP 0", "audio 65536 RTP/AVP 0",
                                       "audio -1 RTP/AVP 0", "audio 1/0 RTP/AVP 0"})
    EXPECT_EQ(error(head + "t=0 0\r\nm=" + std::string(media) + "\r\n"), Errc::bad_media) << media;
}

TEST(Session, KeepsItsLimits) {
  std::string many = "v=0\r\no=- 1 1 IN IP4 a\r\ns=-\r\nt=0 0\r\n";
  for (int i = 0; i < 40; ++i) many += "m=audio 1 RTP/AVP 0\r\n";
  EXPECT_EQ(parse_session(many).error(), Errc::too_large);
  std::string lines = "v=0\r\n";
  for (int i = 0; i < 2000; ++i) lines += "a=x\r\n";
  EXPECT_EQ(parse_session(lines).error(), Errc::too_large);
  EXPECT_EQ(parse_session("v=0\r\na=" + std::string(40'000, 'x')).error(), Errc::too_large);
}

}  // namespace
}  // namespace cxload::sdp
