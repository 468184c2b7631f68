/// Codec Delete and Codec Priority (WP-CODEC-*; documentation lines 156-166).
#include <gtest/gtest.h>

#include <cxload/phone/codec_list.hpp>
#include <cxload/sdp/offer_answer.hpp>

namespace cxload::phone {
namespace {

using webphone::CodecRules;

std::string names(const CodecRules& rules, MediaKind kind = MediaKind::webrtc) {
  std::string text;
  for (const sdp::Codec& codec : codec_list(kind, rules)) text += codec.rtpmap() + ' ';
  return text;
}

constexpr const char* browser =
    "111 opus/48000/2 9 G722/8000 0 PCMU/8000 8 PCMA/8000 110 telephone-event/48000 126 "
    "telephone-event/8000 ";

TEST(CodecList, IsABrowsersWithoutRules) {
  EXPECT_EQ(names({}), browser);
  EXPECT_EQ(names({}, MediaKind::rtp),
            "0 PCMU/8000 8 PCMA/8000 9 G722/8000 111 opus/48000/2 101 telephone-event/8000 110 "
            "telephone-event/48000 ");
}

TEST(CodecList, DeletesByWholeName) {  // WP-CODEC-DEL-1, -2, -3, -4, -8, -9
  EXPECT_EQ(names({{"PCMA"}, {}}),
            "111 opus/48000/2 9 G722/8000 0 PCMU/8000 110 telephone-event/48000 126 telephone-event/8000 ");
  EXPECT_EQ(names({{"pc.*", "g.*"}, {}}),
            "111 opus/48000/2 110 telephone-event/48000 126 telephone-event/8000 ");
  for (const char* part : {"PCM", "CMA", ".CM", "U", ""}) EXPECT_EQ(names({{part}, {}}), browser) << part;
  EXPECT_EQ(names({{"telephone.*", "pcmu", "G722"}, {}}), "111 opus/48000/2 8 PCMA/8000 ");
}

TEST(CodecList, KeepsOpusWhateverIsSaid) {  // WP-CODEC-DEL-5, -6, PRI-4
  for (const char* pattern : {"opus", "opus.*", ".*", "OPUS", "(?i)O.*"})
    EXPECT_TRUE(names({{pattern}, {}}).starts_with("111 opus/48000/2 ")) << pattern;
  EXPECT_EQ(names({{".*"}, {"pcma", "opus"}}), "111 opus/48000/2 ");
}

TEST(CodecList, PutsThePreferredFirstAndLeavesTheRestInOrder) {  // WP-CODEC-PRI-1, -2, -3
  EXPECT_EQ(names({{}, {"PCMA", "opus"}}),
            "8 PCMA/8000 111 opus/48000/2 9 G722/8000 0 PCMU/8000 110 telephone-event/48000 126 "
            "telephone-event/8000 ");
  EXPECT_EQ(names({{}, {"pc.*"}}),
            "0 PCMU/8000 8 PCMA/8000 111 opus/48000/2 9 G722/8000 110 telephone-event/48000 126 "
            "telephone-event/8000 ");
  EXPECT_EQ(names({{"PCMA"}, {"PCMA", "PCMU"}}),
            "0 PCMU/8000 111 opus/48000/2 9 G722/8000 110 telephone-event/48000 126 telephone-event/8000 ");
}

TEST(CodecList, SurvivesPatternsThatAreNoneOrExplode) {  // WP-CODEC-DEL-10
  EXPECT_EQ(names({{"PC[", "*", "(((("}, {"+"}}), browser);
  EXPECT_EQ(names({{"(P|C|M|U|A|P*|C*|M*)*!", "(.*)*(.*)*(.*)*x", std::string(100'000, '(')}, {}}), browser);
  EXPECT_EQ(names({{"((a{0,100}){0,100}){0,100}"}, {}}), browser);
}

TEST(CodecList, AnswersInItsOwnOrderOnlyWhenItPrefers) {
  sdp::LocalMedia theirs;
  theirs.codecs = codec_list(MediaKind::rtp, {});
  sdp::LocalMedia ours;
  ours.codecs = codec_list(MediaKind::rtp, {{}, {"opus"}});
  const sdp::SessionDescription offer = sdp::make_offer(theirs);
  EXPECT_EQ(sdp::make_answer(offer, ours)->stream.codec.encoding, "PCMU");
  ours.prefers_own_order = true;
  const auto answer = sdp::make_answer(offer, ours);
  EXPECT_EQ(answer->stream.codec.encoding, "opus");
  EXPECT_EQ(answer->stream.telephone_event->clock_rate, 48'000U);
  EXPECT_EQ(sdp::read_answer(offer, answer->description)->codec.encoding, "opus");
}

}  // namespace
}  // namespace cxload::phone
