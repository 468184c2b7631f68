// How a peer wants to be spoken to in Opus: its a=fmtp read, and what the encoder makes of it.
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/media/codec.hpp>
#include <cxload/media/manner.hpp>
#include <cxload/media/repertoire.hpp>
#include <cxload/media/source.hpp>

namespace cxload::media {
namespace {

const Codec& opus() { return *find_codec("opus"); }

TEST(Manner, DefaultsAreThoseOfRfc7587) {
  const Manner manner = read_opus_parameters("");
  EXPECT_FALSE(manner.has_fec);
  EXPECT_FALSE(manner.has_dtx);
  EXPECT_EQ(manner.bit_rate, 0U);
  EXPECT_EQ(manner.playback_rate, 0U);
}

TEST(Manner, IsReadFromAnyOrderAndSpelling) {
  const Manner manner = read_opus_parameters(
      "maxplaybackrate=16000; sprop-maxcapturerate=16000;UseInbandFec=1 ;stereo=1;"
      "maxaveragebitrate=20000;usedtx=1;minptime=10");
  EXPECT_TRUE(manner.has_fec);
  EXPECT_TRUE(manner.has_dtx);
  EXPECT_EQ(manner.bit_rate, 16'000U) << "the step below";
  EXPECT_EQ(manner.playback_rate, 16'000U);
}

TEST(Manner, WhatIsMalformedHasTheDefault) {
  for (const std::string_view text : {"useinbandfec", "useinbandfec=", "useinbandfec=yes", "usedtx=2;=1;;;",
                                      "maxaveragebitrate=0", "maxplaybackrate=-1", "=", ";"})
    EXPECT_EQ(read_opus_parameters(text), read_opus_parameters("")) << text;
  EXPECT_EQ(read_opus_parameters("maxaveragebitrate=510000;maxplaybackrate=48000"), read_opus_parameters(""));
  EXPECT_EQ(read_opus_parameters("maxaveragebitrate=1").bit_rate, 6'000U);
  EXPECT_EQ(read_opus_parameters("maxplaybackrate=1").playback_rate, 8'000U);
}

TEST(Manner, IsReadAsItWasWritten) {
  for (const Manner& manner : {Manner(), Manner{false, true, 12'000, 8'000}, Manner{true, true, 0, 24'000}})
    EXPECT_EQ(read_opus_parameters(write_opus_parameters(manner)), manner) << write_opus_parameters(manner);
  EXPECT_EQ(write_opus_parameters({}), opus().parameters) << "what we usually say";
  EXPECT_EQ(opus().manner_for("usedtx=1").has_dtx, true);
  EXPECT_EQ(find_codec("PCMU")->manner_for("usedtx=1"), Manner()) << "no matter of G.711";
}

struct Facts {
  std::size_t octets = 0, unsent = 0, with_fec = 0, with_silk = 0;
  std::map<unsigned, std::size_t> bandwidths;  ///< by TOC configuration: 0 narrow … 4 full
};

/// RFC 6716 3.1: configurations of SILK, hybrid and CELT, each in its bandwidths.
unsigned bandwidth_of(unsigned configuration) {
  if (configuration < 12) return configuration / 4;
  if (configuration < 16) return 3 + (configuration - 12) / 2;
  return (configuration - 16) / 4 == 0 ? 0 : (configuration - 16) / 4 + 1;
}

Facts facts_of(const Source& source) {
  Facts facts;
  for (std::size_t i = 0; i < source.frame_count(); ++i) {
    const auto frame = source.frame(i);
    facts.octets += frame.size();
    if (frame.size() <= dtx_size) {
      ++facts.unsent;
      continue;
    }
    const unsigned configuration = std::to_integer<unsigned>(frame[0]) >> 3;
    ++facts.bandwidths[bandwidth_of(configuration)];
    if (configuration >= 16) continue;
    ++facts.with_silk;
    // RFC 6716 4.2.3: behind the flag of voice the one that says: here is the frame before, once more.
    if ((std::to_integer<unsigned>(frame[1]) & 0x40U) != 0) ++facts.with_fec;
  }
  return facts;
}

Facts speech_in(const Manner& manner) { return facts_of(*Source::speech(opus(), manner)); }

TEST(Manner, ForwardErrorCorrectionIsThereOnlyWhereItIsOfUse) {
  const Facts with = speech_in({}), without = speech_in({false, false, 0, 0});
  EXPECT_GT(with.with_silk, 100U);
  EXPECT_GT(with.with_fec, 50U);
  EXPECT_EQ(without.with_fec, 0U);
}

TEST(Manner, SilenceIsSentNowAndThenWhereThePeerSparesIt) {
  const Manner sparing{true, true, 0, 0};
  EXPECT_EQ(facts_of(*Source::silence(opus())).unsent, 0U);
  const Facts silence = facts_of(*Source::silence(opus(), sparing));
  EXPECT_GT(silence.unsent, 400U) << "of 500";
  EXPECT_LT(silence.unsent, 500U) << "comfort noise is brought up to date";
  EXPECT_EQ(speech_in({}).unsent, 0U);
}

TEST(Manner, BandwidthAndRateStayBelowTheirLimits) {
  const Facts usual = speech_in({});
  EXPECT_GT(usual.bandwidths.rbegin()->first, 2U);
  for (const auto& [rate, highest] :
       std::map<std::uint32_t, unsigned>{{8'000, 0}, {12'000, 1}, {16'000, 2}, {24'000, 3}})
    EXPECT_LE(speech_in({true, false, 0, rate}).bandwidths.rbegin()->first, highest) << rate;
  for (const std::uint32_t rate : {8'000U, 12'000U, 24'000U}) {
    const Facts slow = speech_in({true, false, rate, 0});
    EXPECT_LT(static_cast<double>(slow.octets) * 8 / 10, 1.15 * rate);
    EXPECT_LT(slow.octets, usual.octets);
  }
}

TEST(Manner, EachHasARepertoireOfItsOwnAndTonesInIt) {
  const auto usual = Repertoire::of(opus()),
             other = Repertoire::of(opus(), {}, {false, true, 12'000, 16'000});
  EXPECT_NE(usual, other);
  EXPECT_EQ(other, Repertoire::of(opus(), {}, {false, true, 12'000, 16'000})) << "encoded once";
  const auto tones = spell(Tag{77});
  for (std::size_t i = 0; i < frames_per_tag; ++i) {
    EXPECT_GT(other->frame(tones, i).size(), dtx_size);
    ASSERT_NE(other->find(other->frame(tones, i)), nullptr);
    EXPECT_EQ(other->find(other->frame(tones, i))->tone, tones[i / frames_per_symbol]);
  }
}

}  // namespace
}  // namespace cxload::media
