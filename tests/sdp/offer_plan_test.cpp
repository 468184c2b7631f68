#include <gtest/gtest.h>

#include <cxload/sdp/errc.hpp>
#include <cxload/sdp/offer_plan.hpp>

namespace cxload::sdp {
namespace {

constexpr std::string_view head = "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\n";

LocalMedia local_media(Direction direction) {
  LocalMedia local;
  local.address = "198.51.100.4";
  local.port = 4000;
  local.session_id = 18'446'744'073'709'551'615U;
  local.version = 3;
  local.direction = direction;
  return local;
}

TEST(OfferPlan, WritesWhatMakeOfferWrites) {
  for (const Direction direction : {Direction::inactive, Direction::sendrecv})
    for (const std::string_view address : {"198.51.100.4", "2001:db8::1"}) {
      LocalMedia local = local_media(direction);
      local.address = address;
      local.packet_time = direction == Direction::sendrecv ? 40 : 0;
      const OfferPlan plan(local.codecs, direction, local.packet_time);
      for (const std::uint16_t rtcp : {std::uint16_t{0}, std::uint16_t{5007}}) {
        local.rtcp_port = rtcp;
        EXPECT_EQ(plan.write({local.address, local.port, local.session_id, local.version, rtcp}),
                  make_offer(local).write());
      }
    }
}

/// The plan and the two descriptions must come to the same, be it an error.
void expect_same_reading(const std::string& answer, Direction direction) {
  const LocalMedia local = local_media(direction);
  const Result<AgreedStream> read = OfferPlan(local.codecs, direction).read_answer(answer);
  const Result<SessionDescription> parsed = parse_session(answer);
  const Result<AgreedStream> expected =
      parsed ? read_answer(make_offer(local), *parsed) : Result<AgreedStream>(parsed.error());
  ASSERT_EQ(read.has_value(), expected.has_value()) << answer;
  if (!read) {
    EXPECT_EQ(read.error(), expected.error()) << answer;
    return;
  }
  EXPECT_EQ(read->codec, expected->codec) << answer;
  EXPECT_EQ(read->telephone_event, expected->telephone_event) << answer;
  EXPECT_EQ(read->codecs, expected->codecs) << answer;
  EXPECT_EQ(read->remote_address, expected->remote_address) << answer;
  EXPECT_EQ(read->remote_port, expected->remote_port) << answer;
  EXPECT_EQ(read->direction, expected->direction) << answer;
  EXPECT_EQ(read->remote_rtcp.address, expected->remote_rtcp.address) << answer;
  EXPECT_EQ(read->remote_rtcp.port, expected->remote_rtcp.port) << answer;
  EXPECT_EQ(read->packet_time, expected->packet_time) << answer;
  EXPECT_EQ(read->longest_packet, expected->longest_packet) << answer;
}

TEST(OfferPlan, ReadsAnswersAsReadAnswerDoes) {
  for (const std::string_view rest : {
           "",
           "t=0 0\r\n",
           "t=0 0\r\nnonsense\r\n",
           "t=0 0\r\nm=audio 5 RTP/AVP 0\r\n",
           "c=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 5 RTP/AVP 0\r\n",
           "c=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 5 RTP/AVP 0\r\nc=IN IP4 192.0.2.8\r\n",
           "c=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 5 RTP/AVP 0\r\na=rtcp:9 IN IP4 "
           "192.0.2.9\r\na=ptime:40\r\n",
           "c=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 5 RTP/AVP 0\r\nm=audio 6 RTP/AVP 0\r\n",
           "c=IN IP4 0.0.0.0\r\nt=0 0\r\nm=audio 5 RTP/AVP 0\r\n",
           "c=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 0 RTP/AVP 0\r\n",
           "c=IN IP4 192.0.2.7\r\nt=0 0\r\nm=video 5 RTP/AVP 0\r\n",
           "c=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 5 RTP/SAVP 0\r\n",
           "c=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 5 RTP/AVP 18 x 128\r\n",
           "c=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 5 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\n",
           "c=IN IP4 192.0.2.7\r\nt=0 0\r\na=recvonly\r\nm=audio 5 RTP/AVP 8\r\n",
           "c=IN IP4 192.0.2.7\r\nt=0 0\r\na=recvonly\r\nm=audio 5 RTP/AVP 8\r\na=sendonly\r\na=inactive\r\n",
           "c=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 5 RTP/AVP 8\r\na=sendonly:no flag\r\n",
       })
    for (const Direction direction : {Direction::inactive, Direction::sendrecv})
      expect_same_reading(std::string(head) + std::string(rest), direction);
}

TEST(OfferPlan, ReadsCodecsInAllTheirShapes) {
  for (const std::string_view rest : {
           "0 101\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n",
           "96 97\r\na=rtpmap:96 pcma/8000/1\r\na=rtpmap:97 TELEPHONE-EVENT/8000\r\na=fmtp:96  x=1 \r\n",
           "0\r\na=rtpmap:0 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n",
           "0 8\r\na=rtpmap:0 PCMU\r\n",
           "0 8\r\na=rtpmap:0 PCMU/x\r\n",
           "0 8\r\na=rtpmap:0 PCMU/8000/0\r\n",
           "0 8\r\na=rtpmap:0 PCMU/8000/\r\n",
           "0 8\r\na=rtpmap:0 PCMU / 8000 / 1 / more\r\n",
           "0 8\r\na=rtpmap:0 /8000\r\na=rtpmap:8\r\na=fmtp\r\n",
           "8 101\r\na=rtpmap:101 telephone-event/16000\r\n",
           " 08  0 \t\r\na=rtpmap:8 G729/8000\r\n",
           "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 0 8\r\n",
       })
    expect_same_reading(std::string(head) + "c=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 5 RTP/AVP " +
                            std::string(rest) + "a=sendrecv\r\n",
                        Direction::sendrecv);
  std::string many = std::string(head) + "c=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 5 RTP/AVP";
  for (int i = 0; i < 128; ++i) many += ' ' + std::to_string(i);
  many += "\r\n";
  for (int i = 96; i < 128; ++i) many += "a=rtpmap:" + std::to_string(i) + " PCMU/8000\r\n";
  expect_same_reading(many, Direction::sendrecv);
}

TEST(OfferPlan, AgreesWithAnAnswerToItsOffer) {
  const OfferPlan plan({pcma(), telephone_event(96)}, Direction::sendrecv);
  const auto offer = parse_session(plan.write({"192.0.2.1", 6000, 1, 0}));
  ASSERT_TRUE(offer);
  LocalMedia local = local_media(Direction::sendonly);
  const auto answer = make_answer(*offer, local);
  ASSERT_TRUE(answer);
  const auto agreed = plan.read_answer(answer->description.write());
  ASSERT_TRUE(agreed);
  EXPECT_EQ(agreed->codec, pcma());
  EXPECT_EQ(agreed->telephone_event, telephone_event(96));
  EXPECT_EQ(agreed->remote_address, "198.51.100.4");
  EXPECT_EQ(agreed->remote_port, 4000);
  EXPECT_EQ(agreed->direction, Direction::recvonly);
}

}  // namespace
}  // namespace cxload::sdp
