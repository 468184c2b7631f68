// What a stream says, in the manner of its peer; and what an ear makes of it.
#include "../../src/phone/audio/mouth.hpp"

#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "../../src/phone/audio/ear.hpp"

namespace cxload::phone {
namespace {

constexpr media::Tag spoken{0xC0FFEE};

struct Way {
  const char* codec;
  unsigned frames;
  bool encodes_each;
  media::Manner manner = {};
};

std::string name_of(const testing::TestParamInfo<Way>& info) {
  return std::string(info.param.codec) + std::to_string(info.param.frames * 20) +
         (info.param.encodes_each ? "each" : "shared") + std::to_string(info.index);
}

class MouthAndEar : public testing::TestWithParam<Way> {
 protected:
  const media::Codec& codec_ = *media::find_codec(GetParam().codec);
  std::vector<media::TagReader::Read> read_;

  Mouth mouth() const {
    Mouth mouth;
    if (GetParam().encodes_each) mouth.encode_alone();
    mouth.carry_tag(spoken);
    mouth.speak(codec_, GetParam().manner, GetParam().frames);
    return mouth;
  }
  Ear ear(bool decodes_all) {
    Ear ear;
    ear.expect(GetParam().manner);
    ear.listen(decodes_all, [this](const media::TagReader::Read& read) { read_.push_back(read); });
    return ear;
  }
  /// So many seconds from one to the other.
  void pass(Mouth& mouth, Ear& ear, std::uint64_t seconds, bool is_muted = false) {
    for (std::uint64_t i = 0; i + mouth.frames() <= seconds * 50; i += mouth.frames()) {
      const std::span<const std::byte> payload = mouth.say(i, is_muted);
      if (!payload.empty())
        ear.on_payload(codec_, payload,
                       TimePoint(std::chrono::seconds(1) + static_cast<std::int64_t>(i) * media::frame_time));
    }
  }
};

TEST_P(MouthAndEar, ATagIsHeardWithinFiveSeconds) {
  Mouth mouth = this->mouth();
  Ear ear = this->ear(false);
  pass(mouth, ear, 5);
  ASSERT_FALSE(read_.empty());
  for (const media::TagReader::Read& read : read_) EXPECT_EQ(read.tag, spoken);
}

TEST_P(MouthAndEar, AllOfItIsHeardWhereAllIsDecoded) {
  Mouth mouth = this->mouth();
  Ear ear = this->ear(true);
  pass(mouth, ear, 6);
  EXPECT_GE(read_.size(), 4U) << "one each 1.32 s";
  EXPECT_GT(ear.heard().decoded, 250U);
  EXPECT_GT(ear.heard().loudest, 0.05);
}

TEST_P(MouthAndEar, APacketHoldsItsFrames) {
  Mouth mouth = this->mouth();
  ASSERT_EQ(mouth.frames(), GetParam().frames);
  const auto decoder = codec_.make_decoder();
  std::array<std::int16_t, media::most_samples> samples;
  EXPECT_EQ(decoder->decode(mouth.say(0, false), samples), GetParam().frames * codec_.frame_samples());
}

INSTANTIATE_TEST_SUITE_P(Ways, MouthAndEar,
                         testing::Values(Way{"PCMU", 1, false}, Way{"PCMA", 3, false}, Way{"G722", 1, false},
                                         Way{"G722", 2, false}, Way{"opus", 1, false}, Way{"opus", 2, false},
                                         Way{"opus", 3, false}, Way{"opus", 1, true}, Way{"PCMU", 2, true},
                                         Way{"G722", 3, true},
                                         Way{"opus", 1, false, {false, true, 12'000, 16'000}},
                                         Way{"opus", 3, false, {true, true, 8'000, 8'000}}),
                         name_of);

TEST(Mouth, PhonesThatShareSayTheSameOctetsAndOthersTheirOwn) {
  const media::Codec& opus = *media::find_codec("opus");
  const auto payload_of = [&](bool each, media::Tag tag) {
    Mouth mouth;
    if (each) mouth.encode_alone();
    mouth.carry_tag(tag);
    mouth.speak(opus, {}, 1);
    std::vector<std::byte> last;
    for (std::uint64_t i = 0; i < 60; ++i) {
      const auto said = mouth.say(i, false);
      last.assign(said.begin(), said.end());
    }
    return last;
  };
  EXPECT_EQ(payload_of(false, media::Tag{1}), payload_of(false, media::Tag{2})) << "speech behind the tag";
  EXPECT_NE(payload_of(true, media::Tag{1}), payload_of(true, media::Tag{2})) << "an encoder remembers";
}

TEST(Mouth, SilenceIsSparedWhereThePeerSaysSo) {
  const media::Codec& opus = *media::find_codec("opus");
  for (const unsigned frames : {1U, 3U}) {
    for (const bool has_dtx : {false, true}) {
      Mouth mouth;
      mouth.speak(opus, {true, has_dtx, 0, 0}, frames);
      std::size_t sent = 0;
      for (std::uint64_t i = 0; i < 300; i += frames) sent += mouth.say(i, true).empty() ? 0 : 1;
      if (has_dtx) {
        EXPECT_LT(sent, 100 / frames) << frames;
        EXPECT_GT(sent, 0U);
      } else {
        EXPECT_EQ(sent, 300 / frames);
      }
    }
  }
}

}  // namespace
}  // namespace cxload::phone
