#include <gtest/gtest.h>

#include <cxload/sdp/errc.hpp>
#include <cxload/sdp/offer_answer.hpp>

namespace cxload::sdp {
namespace {

SessionDescription parsed(std::string_view media) {
  return parse_session(
             "v=0\r\no=alice 2890844526 2890844526 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\n"
             "t=0 0\r\n" +
             std::string(media))
      .value();
}

LocalMedia local_rtp() {
  LocalMedia local;
  local.address = "198.51.100.4";
  local.port = 4000;
  local.session_id = 7;
  return local;
}

TEST(OfferAnswer, PhoneWithoutMediaOffersOneInactiveStream) {
  EXPECT_EQ(make_offer(no_media("127.0.0.1", 5)).write(),
            "v=0\r\no=- 5 0 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            "m=audio 9 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
            "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=inactive\r\n");
  EXPECT_NE(make_offer(no_media("::1", 5)).write().find("c=IN IP6 ::1\r\n"), std::string::npos);
}

TEST(OfferAnswer, AnswersInOffererOrderAndNumbers) {
  const auto offer = parsed(
      "m=audio 49170 RTP/AVP 18 8 96 0 97\r\na=rtpmap:96 TELEPHONE-event/8000\r\na=fmtp:96 0-15\r\n"
      "a=rtpmap:97 telephone-event/48000\r\na=mid:zero\r\n"
      "m=video 51372 RTP/AVP 31\r\nm=audio 5 RTP/AVP 0\r\n");
  const auto answer = make_answer(offer, local_rtp());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->description.write(),
            "v=0\r\no=- 7 0 IN IP4 198.51.100.4\r\ns=-\r\nc=IN IP4 198.51.100.4\r\nt=0 0\r\n"
            "m=audio 4000 RTP/AVP 8 96 0\r\na=mid:zero\r\na=rtpmap:8 PCMA/8000\r\n"
            "a=rtpmap:96 TELEPHONE-event/8000\r\na=fmtp:96 0-15\r\na=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n"
            "m=video 0 RTP/AVP 31\r\nm=audio 0 RTP/AVP 0\r\n");
  EXPECT_EQ(answer->stream.codec.encoding, "PCMA");
  EXPECT_EQ(answer->stream.telephone_event->payload_type, 96);
  EXPECT_EQ(answer->stream.remote_address, "192.0.2.7");
  EXPECT_EQ(answer->stream.remote_port, 49170);
  EXPECT_EQ(answer->stream.direction, Direction::sendrecv);
  std::vector<std::uint8_t> types;
  for (const Codec& codec : answer->stream.codecs) types.push_back(codec.payload_type);
  EXPECT_EQ(types, (std::vector<std::uint8_t>{8, 96, 0}));
}

TEST(OfferAnswer, NothingInCommonIsRefused) {
  for (const std::string_view media :
       {"", "m=audio 49170 RTP/AVP 18\r\n",
        "m=audio 49170 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\n", "m=audio 0 RTP/AVP 0\r\n",
        "m=video 5 RTP/AVP 0\r\n", "m=audio 5 RTP/SAVP 0\r\n", "m=audio 5 UDP/TLS/RTP/SAVPF 0\r\n",
        "m=application 5 UDP 0\r\n"})
    EXPECT_EQ(make_answer(parsed(media), local_rtp()).error(), Errc::no_common_codec) << media;
  EXPECT_TRUE(make_answer(parsed("m=audio 5 UDP/TLS/RTP/SAVPF 0\r\n"), no_media("127.0.0.1", 1)));
}

TEST(OfferAnswer, DirectionsFollowTheTable) {  // RFC 3264 6.1
  using enum Direction;
  struct Row {
    Direction offered, wanted, answered;
  };
  for (const Row& row : {Row{sendrecv, sendrecv, sendrecv}, Row{sendonly, sendrecv, recvonly},
                         Row{recvonly, sendrecv, sendonly}, Row{inactive, sendrecv, inactive},
                         Row{sendonly, sendonly, inactive}, Row{sendrecv, sendonly, sendonly},
                         Row{sendrecv, inactive, inactive}, Row{recvonly, recvonly, inactive}})
    EXPECT_EQ(answer_direction(row.offered, row.wanted), row.answered)
        << to_string(row.offered) << " " << to_string(row.wanted);
}

TEST(OfferAnswer, HoldIsAnsweredWithRecvonlyAndOldHoldIsNeverSentTo) {
  const auto hold = make_answer(parsed("a=sendonly\r\nm=audio 49170 RTP/AVP 0\r\n"), local_rtp());
  EXPECT_EQ(direction_of(hold->description, hold->description.media[0]), Direction::recvonly);
  EXPECT_EQ(hold->stream.direction, Direction::recvonly);
  const auto old = make_answer(parsed("m=audio 49170 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n"), local_rtp());
  EXPECT_EQ(direction_of(old->description, old->description.media[0]), Direction::sendrecv);
  EXPECT_EQ(old->stream.direction, Direction::recvonly);
}

TEST(OfferAnswer, ReadsTheAnswer) {  // RFC 3264 10.1, its audio half
  LocalMedia local = local_rtp();
  const auto offer = make_offer(local);
  const auto answer =
      parsed("m=audio 49920 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=recvonly\r\n");
  const auto stream = read_answer(offer, answer);
  ASSERT_TRUE(stream);
  EXPECT_EQ(stream->codec.encoding, "PCMU");
  EXPECT_EQ(stream->remote_port, 49920);
  EXPECT_EQ(stream->direction, Direction::sendonly);
  EXPECT_TRUE(stream->telephone_event);

  const auto error = [&](std::string_view media) { return read_answer(offer, parsed(media)).error(); };
  EXPECT_EQ(error("m=audio 0 RTP/AVP 0\r\n"), Errc::no_common_codec);
  EXPECT_EQ(error(""), Errc::bad_answer);
  EXPECT_EQ(error("m=video 5 RTP/AVP 0\r\n"), Errc::bad_answer);
  EXPECT_EQ(error("m=audio 5 RTP/SAVP 0\r\n"), Errc::bad_answer);
  EXPECT_EQ(error("m=audio 5 RTP/AVP 18\r\n"), Errc::bad_answer) << "never offered";
  EXPECT_EQ(error("m=audio 5 RTP/AVP 0\r\nm=audio 6 RTP/AVP 0\r\n"), Errc::bad_answer);
}

TEST(OfferAnswer, TwoPhonesAgreeBothWays) {
  const auto offer = parse_session(make_offer(local_rtp()).write()).value();
  const auto answer = make_answer(offer, local_rtp());
  const auto read = read_answer(offer, parse_session(answer->description.write()).value());
  EXPECT_EQ(read->codec, answer->stream.codec);
  EXPECT_EQ(read->direction, Direction::sendrecv);

  const auto silent = make_answer(make_offer(no_media("127.0.0.1", 1)), local_rtp());
  EXPECT_EQ(silent->stream.direction, Direction::inactive);
}

TEST(OfferAnswer, RtcpGoesWhereItIsSaidElseToThePortBehind) {
  const auto place = [](std::string_view media) {
    return make_answer(parsed(media), local_rtp()).value().stream.remote_rtcp;
  };
  EXPECT_EQ(place("m=audio 49170 RTP/AVP 0\r\n").port, 49'171);
  EXPECT_EQ(place("m=audio 49170 RTP/AVP 0\r\n").address, "192.0.2.7");
  EXPECT_EQ(place("m=audio 49170 RTP/AVP 0\r\na=rtcp:53020\r\n").port, 53'020);
  EXPECT_EQ(place("m=audio 49170 RTP/AVP 0\r\na=rtcp:53020\r\n").address, "192.0.2.7");
  EXPECT_EQ(place("m=audio 49170 RTP/AVP 0\r\na=rtcp:53020 IN IP4 192.0.2.9\r\n").address, "192.0.2.9");
  EXPECT_EQ(place("m=audio 65535 RTP/AVP 0\r\n").port, 0) << "there is none behind";
  for (const std::string_view wrong : {"x", "0", "65536", "-1", ""})
    EXPECT_EQ(place("m=audio 5 RTP/AVP 0\r\na=rtcp:" + std::string(wrong) + "\r\n").port, 6) << wrong;
  LocalMedia local = local_rtp();
  EXPECT_EQ(make_offer(local).write().find("a=rtcp"), std::string::npos);
  local.rtcp_port = 5001;
  EXPECT_NE(make_offer(local).write().find("a=rtcp:5001\r\n"), std::string::npos);
  EXPECT_NE(make_answer(make_offer(local), local)->description.write().find("a=rtcp:5001\r\n"),
            std::string::npos);
}

TEST(OfferAnswer, PacketTimesAreWishesOfTheOtherSide) {
  const auto stream =
      make_answer(parsed("m=audio 5 RTP/AVP 0\r\na=ptime:40\r\na=maxptime:60\r\n"), local_rtp())->stream;
  EXPECT_EQ(stream.packet_time, 40U);
  EXPECT_EQ(stream.longest_packet, 60U);
  const auto silent =
      make_answer(parsed("m=audio 5 RTP/AVP 0\r\na=ptime:x\r\na=maxptime:99999\r\n"), local_rtp())->stream;
  EXPECT_EQ(silent.packet_time, 0U);
  EXPECT_EQ(silent.longest_packet, 0U);
  LocalMedia local = local_rtp();
  local.packet_time = 60;
  EXPECT_NE(make_offer(local).write().find("a=ptime:60\r\n"), std::string::npos);
}

TEST(OfferAnswer, AnAnswerHasItsOwnParametersAndTheStreamTheirs) {  // RFC 7587 7.1
  LocalMedia local = local_rtp();
  local.codecs = {{"opus", 48'000, 2, 111, "useinbandfec=1"}};
  const auto answer = make_answer(
      parsed("m=audio 5 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 usedtx=1\r\n"), local);
  ASSERT_TRUE(answer);
  EXPECT_NE(answer->description.write().find("a=fmtp:96 useinbandfec=1\r\n"), std::string::npos);
  EXPECT_EQ(answer->stream.codec.parameters, "usedtx=1");
}

TEST(OfferAnswer, VersionRisesOnlyWithChange) {  // RFC 3264 8
  LocalMedia local = local_rtp();
  local.version = 41;
  const auto first = make_offer(local);
  local.version = 0;
  auto same = make_offer(local);
  continue_from(first, same);
  EXPECT_EQ(same.origin.version, 41U);
  local.direction = Direction::sendonly;
  auto hold = make_offer(local);
  continue_from(first, hold);
  EXPECT_EQ(hold.origin.version, 42U);
}

}  // namespace
}  // namespace cxload::sdp
