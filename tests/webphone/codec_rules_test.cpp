/// Codec Delete and Codec Priority over what a browser offers.
#include <string>
#include <vector>

#include <cxload/webphone/codec_rules.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::has_only;
using Names = std::vector<std::string>;

/// Like the audio of a browser of 2024, in its order.
constexpr std::string_view browser_audio =
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\r\n"
    "a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n"
    "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n"
    "a=rtpmap:9 G722/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:13 CN/8000\r\n"
    "a=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\na=sendrecv\r\n";

sdp::Media audio(std::string_view text = browser_audio) {
  const auto session = sdp::parse_session(text);
  EXPECT_TRUE(session.has_value());
  return session && !session->media.empty() ? session->media.front() : sdp::Media{};
}

CodecFilter filter(Names remove, Names priority = {}, const Readings& readings = {}) {
  Findings findings;
  return CodecFilter::make({std::move(remove), std::move(priority)}, readings, findings);
}

Names names(const CodecFilter& rules) {
  sdp::Media media = audio();
  rules.apply(media);
  Names out;
  for (const sdp::Codec& codec : sdp::codecs_of(media)) out.push_back(codec.encoding);
  return out;
}

const Names everything{"opus", "red", "G722", "PCMU", "PCMA", "CN", "telephone-event", "telephone-event"};

Names without(const Names& gone) {
  Names left;
  for (const std::string& name : everything)
    if (std::find(gone.begin(), gone.end(), name) == gone.end()) left.push_back(name);
  return left;
}

TEST(CodecRulesTest, WP_CODEC_DEL_1_AFullName) { EXPECT_EQ(names(filter({"G722"})), without({"G722"})); }

TEST(CodecRulesTest, WP_CODEC_DEL_2_APattern) {
  EXPECT_EQ(names(filter({"PC.*"})), without({"PCMU", "PCMA"}));
}

TEST(CodecRulesTest, WP_CODEC_DEL_3_AnchoredAtTheStart) {
  EXPECT_FALSE(filter({"PC.*"}).removes("XPCM"));
  EXPECT_FALSE(filter({"PC"}).removes("PCMU")) << "a whole name";
  Readings prefix, anywhere;
  ASSERT_TRUE(prefix.set("A-13", "prefix").has_value());
  ASSERT_TRUE(anywhere.set("A-13", "anywhere").has_value());
  EXPECT_TRUE(filter({"PC"}, {}, prefix).removes("PCMU"));
  EXPECT_FALSE(filter({"PC"}, {}, prefix).removes("XPCM"));
  EXPECT_TRUE(filter({"PC"}, {}, anywhere).removes("XPCM"));
}

TEST(CodecRulesTest, WP_CODEC_DEL_4_LetterCaseDoesNotCount) {
  EXPECT_EQ(names(filter({"pcm.*"})), names(filter({"PCM.*"})));
  EXPECT_EQ(names(filter({"pcm.*"})), without({"PCMU", "PCMA"}));
}

TEST(CodecRulesTest, WP_CODEC_DEL_5_NeverOpus) {
  for (const char* entry : {"opus", "opus.*", ".*", "OPUS"})
    EXPECT_FALSE(filter({entry}).removes("opus")) << entry;
  EXPECT_EQ(names(filter({".*"})), Names{"opus"});
}

TEST(CodecRulesTest, WP_CODEC_DEL_6_TheDescriptionStaysValid) {
  sdp::Media media = audio();
  const CodecFilter rules = filter({"G722", "telephone.*"});
  rules.apply(media);
  Findings findings;
  judge_codecs(media, rules, findings);
  EXPECT_TRUE(findings.empty());
  EXPECT_EQ(media.formats, (Names{"111", "63", "0", "8", "13"}));
  EXPECT_TRUE(media.attributes.has("sendrecv"));
}

TEST(CodecRulesTest, WP_CODEC_DEL_6_RedOfARemovedCodecGoesToo) {
  std::string text(browser_audio);
  text.replace(text.find("a=fmtp:63 111/111"), 17, "a=fmtp:63 9/9");
  sdp::Media media = audio(text);
  filter({"G722"}).apply(media);
  EXPECT_EQ(media.formats, (Names{"111", "0", "8", "13", "110", "126"}));
}

TEST(CodecRulesTest, WP_CODEC_DEL_6_OracleSeesWhatWasLeftBehind) {
  sdp::Media media = audio();
  media.formats.erase(media.formats.begin() + 2);  // 9, its rtpmap stays
  Findings findings;
  judge_codecs(media, filter({}), findings);
  EXPECT_TRUE(has_only(findings, "WP-CODEC-DEL-6"));
}

TEST(CodecRulesTest, WP_CODEC_DEL_1_OracleSeesADeletedCodec) {
  Findings findings;
  judge_codecs(audio(), filter({"G722"}), findings);
  EXPECT_TRUE(findings.has("WP-CODEC-DEL-1"));
}

TEST(CodecRulesTest, WP_CODEC_DEL_8_SeveralEntries) {
  EXPECT_EQ(names(filter({"G722", "pcm.*", "cn.*"})), without({"G722", "PCMU", "PCMA", "CN"}));
}

TEST(CodecRulesTest, WP_CODEC_DEL_9_TelephoneEventCanGo) {
  EXPECT_EQ(names(filter({"telephone.*"})), without({"telephone-event"}));
}

TEST(CodecRulesTest, WP_CODEC_DEL_10_AnInvalidPatternIsAPlainName) {
  Findings findings;
  const CodecFilter rules = CodecFilter::make({{"PC[", "(?=x)"}, {}}, {}, findings);
  EXPECT_EQ(names(rules), everything);
  EXPECT_EQ(findings.all().size(), 2U);
  EXPECT_FALSE(findings.has_fault());
}

TEST(CodecRulesTest, WP_CODEC_DEL_11_WhatTheBrowserLacksIsNoMatter) {
  EXPECT_EQ(names(filter({"AMR", "GSM", "G723"})), everything);
}

TEST(CodecRulesTest, WP_CODEC_PRI_1_PrioritisedFirstInTheirOrder) {
  const Names order = names(filter({}, {"PCMA", "opus"}));
  EXPECT_EQ(order[0], "PCMA");
  EXPECT_EQ(order[1], "opus");
}

TEST(CodecRulesTest, WP_CODEC_PRI_2_TheRestKeepsItsOrder) {
  EXPECT_EQ(names(filter({}, {"PCMA"})),
            (Names{"PCMA", "opus", "red", "G722", "PCMU", "CN", "telephone-event", "telephone-event"}));
}

TEST(CodecRulesTest, WP_CODEC_PRI_3_Patterns) { EXPECT_EQ(names(filter({}, {"red.*"}))[0], "red"); }

TEST(CodecRulesTest, WP_CODEC_PRI_4_DeletionWinsExceptForOpus) {
  EXPECT_EQ(names(filter({"G722", "opus"}, {"G722", "opus"}))[0], "opus");
}

TEST(CodecRulesTest, WP_CODEC_PRI_1_OracleSeesTheWrongOrder) {
  Findings findings;
  judge_codecs(audio(), filter({}, {"PCMA"}), findings);
  EXPECT_TRUE(has_only(findings, "WP-CODEC-PRI-1"));
}

TEST(CodecRulesTest, WP_CODEC_OPUS_1_OracleMissesOpus) {
  std::string text(browser_audio);
  text.replace(text.find("opus/48000/2"), 12, "exotic/48000");
  Findings findings;
  judge_codecs(audio(text), filter({}), findings);
  EXPECT_TRUE(has_only(findings, "WP-CODEC-OPUS-1"));
}

TEST(CodecRulesTest, TheListIsBounded) {
  Findings findings;
  (void)CodecFilter::make({Names(5'000, "x.*"), {}}, {}, findings);
  EXPECT_TRUE(has_only(findings, "WP-CODEC-DEL-8"));
}

}  // namespace
}  // namespace cxload::webphone
