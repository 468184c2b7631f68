/// What every codec of the table must be able to do; libopus is judged by what comes back, not by its octets.
#include <cmath>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/media/codec.hpp>
#include <cxload/media/source.hpp>

namespace cxload::media {
namespace {

std::vector<std::int16_t> tone(double hertz, const Codec& codec, std::size_t frames) {
  std::vector<std::int16_t> samples(frames * codec.frame_samples());
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<std::int16_t>(
        8000 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / codec.sample_rate));
  return samples;
}

std::vector<std::int16_t> through(const Codec& codec, const Source& source) {
  const auto decoder = codec.make_decoder();
  std::vector<std::int16_t> heard;
  std::vector<std::int16_t> out(most_samples);
  for (std::size_t i = 0; i < source.frame_count(); ++i) {
    const std::size_t count =
        decoder->decode(source.frame(i), std::span<std::int16_t, most_samples>(out.data(), most_samples));
    EXPECT_EQ(count, codec.frame_samples()) << codec.name;
    heard.insert(heard.end(), out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return heard;
}

/// Power at one frequency (Goertzel), as an amplitude.
double amplitude(std::span<const std::int16_t> samples, double hertz, double rate) {
  double sine = 0, cosine = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double angle = 2 * std::numbers::pi * hertz * static_cast<double>(i) / rate;
    sine += samples[i] * std::sin(angle);
    cosine += samples[i] * std::cos(angle);
  }
  return 2 * std::hypot(sine, cosine) / static_cast<double>(samples.size());
}

class EachCodec : public testing::TestWithParam<const Codec*> {};

TEST_P(EachCodec, ATonePassesAndNoOtherComesOut) {
  const Codec& codec = *GetParam();
  const std::vector<std::int16_t> heard = through(codec, Source(codec, tone(1000, codec, 100)));
  const auto steady = std::span(heard).last(50 * codec.frame_samples());  // a codec may need time to begin
  EXPECT_NEAR(amplitude(steady, 1000, codec.sample_rate), 8000, 1200);
  EXPECT_LT(amplitude(steady, 1700, codec.sample_rate), 300);
}

TEST_P(EachCodec, SilenceStaysSilent) {
  const Codec& codec = *GetParam();
  for (const std::int16_t sample : through(codec, *Source::silence(codec)))
    ASSERT_LE(std::abs(static_cast<int>(sample)), 16);
}

TEST_P(EachCodec, SpeechKeepsItsLoudness) {
  const Codec& codec = *GetParam();
  const auto energy = [](std::span<const std::int16_t> samples) {
    double sum = 0;
    for (const std::int16_t s : samples) sum += static_cast<double>(s) * s;
    return std::sqrt(sum / static_cast<double>(samples.size()));
  };
  const auto original = make_speech(10 * codec.sample_rate, codec.sample_rate);
  const auto heard = through(codec, *Source::speech(codec));
  EXPECT_NEAR(energy(heard) / energy(original), 1, 0.15);
}

TEST_P(EachCodec, AnyPayloadIsDecodedOrRefused) {
  const Codec& codec = *GetParam();
  const auto decoder = codec.make_decoder();
  std::vector<std::int16_t> out(most_samples);
  for (std::size_t size = 0; size < 400; ++size) {
    std::vector<std::byte> payload(size);
    for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::byte>(i * 37 + size);
    EXPECT_LE(decoder->decode(payload, std::span<std::int16_t, most_samples>(out.data(), most_samples)),
              most_samples);
  }
}

INSTANTIATE_TEST_SUITE_P(Codecs, EachCodec, testing::ValuesIn(all_codecs().begin(), all_codecs().end()),
                         [](const auto& each) { return std::string(each.param->name); });

TEST(Codec, IsFoundWhateverItsCase) {
  ASSERT_NE(find_codec("OPUS"), nullptr);
  EXPECT_EQ(find_codec("OPUS")->clock_rate, 48'000U);
  EXPECT_EQ(find_codec("opus")->timestamp_step(), 960U);
  EXPECT_EQ(find_codec("G.711"), nullptr);
}

}  // namespace
}  // namespace cxload::media
