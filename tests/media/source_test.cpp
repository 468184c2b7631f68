#include <algorithm>
#include <cstdlib>
#include <numeric>

#include <gtest/gtest.h>

#include <cxload/media/g711.hpp>
#include <cxload/media/source.hpp>

namespace cxload::media {
namespace {

const Codec& pcmu() { return *find_codec("pcmu"); }
const Codec& pcma() { return *find_codec("PCMA"); }

TEST(Source, IsSharedAndLoops) {
  const auto source = Source::speech(pcmu());
  EXPECT_EQ(source, Source::speech(pcmu()));
  EXPECT_NE(source, Source::speech(pcma()));
  EXPECT_EQ(source->frame_count(), 500U);
  EXPECT_EQ(source->frame(3).data(), source->frame(503).data());
}

TEST(Source, SoundsLikeSpeechNotLikeTone) {
  const auto samples = make_speech(8000 * 5, 8000);
  const auto energy = [&samples](std::size_t from) {
    return std::accumulate(samples.begin() + static_cast<std::ptrdiff_t>(from),
                           samples.begin() + static_cast<std::ptrdiff_t>(from) + 800, 0LL,
                           [](long long sum, int s) { return sum + std::abs(s); }) /
           800;
  };
  EXPECT_GT(energy(800), 500) << "a syllable";
  EXPECT_LT(energy(8000 * 2 + 1200), 50) << "a pause";
  EXPECT_GT(energy(8000 * 2 + 4000 + 800), 500) << "the next phrase";
  EXPECT_LT(*std::max_element(samples.begin(), samples.end()), 30'001);
}

TEST(Source, IsTheSameEachTimeAndInBothLaws) {
  const auto samples = make_speech(8000, 8000);
  EXPECT_EQ(samples, make_speech(8000, 8000));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto code = [i](const Codec& law) {
      return std::to_integer<std::uint8_t>(Source::speech(law)->frame(i / 160)[i % 160]);
    };
    ASSERT_EQ(code(pcmu()), encode_pcmu(samples[i]));
    ASSERT_EQ(code(pcma()), encode_pcma(samples[i]));
  }
}

}  // namespace
}  // namespace cxload::media
