// Sound files: written, read back, mixed, resampled; what is none is refused in a sentence.
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numbers>

#include <gtest/gtest.h>

#include <cxload/media/repertoire.hpp>
#include <cxload/media/sound.hpp>

namespace cxload::media {
namespace {

std::vector<std::int16_t> hum(std::uint32_t rate, double seconds) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(rate * seconds));
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<std::int16_t>(
        8000 * std::sin(2 * std::numbers::pi * 440 * static_cast<double>(i) / rate));
  return samples;
}

class SoundTest : public testing::Test {
 protected:
  SoundTest() {
    std::string name = testing::TempDir() + "sound-XXXXXX";
    folder = mkdtemp(name.data());
  }
  ~SoundTest() override { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
};

TEST_F(SoundTest, ComesBackAsItWasWritten) {
  const auto samples = hum(16'000, 1.5);
  ASSERT_TRUE(write_wav(folder / "a.wav", samples, 16'000));
  const Outcome<Sound> sound = Sound::read(folder / "a.wav");
  ASSERT_TRUE(sound) << sound.error().detail;
  EXPECT_DOUBLE_EQ(sound->seconds(), 1.5);
  const auto same = sound->at(16'000);
  ASSERT_GE(same.size(), samples.size() - 10);
  for (std::size_t i = 100; i + 100 < same.size(); ++i) ASSERT_NEAR(same[i], samples[i], 200) << i;
  for (const std::uint32_t rate : {8000U, 48'000U}) {
    const auto other = sound->at(rate);
    EXPECT_NEAR(static_cast<double>(other.size()), 1.5 * rate, 20);
    int crossings = 0;
    for (std::size_t i = 1; i < other.size(); ++i) crossings += (other[i - 1] < 0) != (other[i] < 0) ? 1 : 0;
    EXPECT_NEAR(crossings, 2 * 440 * 1.5, 6) << rate;
  }
}

TEST_F(SoundTest, WhatIsNoSoundIsRefused) {
  EXPECT_EQ(Sound::read(folder / "none.wav").error().kind, "local.wav");
  std::ofstream(folder / "text.wav") << "RIFF, but not really";
  EXPECT_EQ(Sound::read(folder / "text.wav").error().detail,
            "text.wav: it is no audio file that can be read");
  ASSERT_TRUE(write_wav(folder / "brief.wav", hum(8000, 0.01), 8000));
  EXPECT_FALSE(Sound::read(folder / "brief.wav"));
  ASSERT_TRUE(write_wav(folder / "long.wav", std::vector<std::int16_t>(8000 * 301), 8000));
  EXPECT_EQ(Sound::read(folder / "long.wav").error().detail, "long.wav: it is longer than 300 s");
  EXPECT_FALSE(write_wav(folder / "no" / "such.wav", hum(8000, 1), 8000));
}

TEST_F(SoundTest, IsSaidBetweenTags) {
  ASSERT_TRUE(write_wav(folder / "a.wav", hum(16'000, 1), 16'000));
  const auto sound = std::make_shared<const Sound>(Sound::read(folder / "a.wav").value());
  for (const Codec* codec : all_codecs()) {
    const auto speech = Repertoire::of(*codec), said = Repertoire::of(*codec, sound);
    EXPECT_EQ(said, Repertoire::of(*codec, sound)) << "encoded once";
    const auto tag = spell(Tag{5});
    EXPECT_TRUE(std::ranges::equal(said->frame(tag, 3), speech->frame(tag, 3))) << "tags are the same";
    EXPECT_FALSE(std::ranges::equal(said->frame(tag, 40), speech->frame(tag, 40)));
    EXPECT_EQ(speech->find(said->frame(tag, 41)), nullptr) << "others decode it";
  }
}

}  // namespace
}  // namespace cxload::media
