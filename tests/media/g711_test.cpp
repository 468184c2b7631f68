#include <cstdlib>

#include <gtest/gtest.h>

#include <cxload/media/g711.hpp>

namespace cxload::media {
namespace {

TEST(G711, DecodesTheValuesOfTheTables) {  // ITU-T G.711 tables 1 and 2, scaled to 16 bits
  EXPECT_EQ(decode_pcmu(0xFF), 0);
  EXPECT_EQ(decode_pcmu(0x7F), 0);
  EXPECT_EQ(decode_pcmu(0x80), 32'124);
  EXPECT_EQ(decode_pcmu(0x00), -32'124);
  EXPECT_EQ(decode_pcmu(0xFE), 8);
  EXPECT_EQ(decode_pcmu(0xF0), 120);
  EXPECT_EQ(decode_pcmu(0xEF), 132);
  EXPECT_EQ(decode_pcmu(0x8F), 16'764);
  EXPECT_EQ(decode_pcma(0xD5), 8);
  EXPECT_EQ(decode_pcma(0x55), -8);
  EXPECT_EQ(decode_pcma(0xAA), 32'256);
  EXPECT_EQ(decode_pcma(0x2A), -32'256);
  EXPECT_EQ(decode_pcma(0xC5), 264);
  EXPECT_EQ(decode_pcma(0xF5), 528);
}

TEST(G711, EncodesTheValuesOfTheTables) {
  EXPECT_EQ(encode_pcmu(0), 0xFF);
  EXPECT_EQ(encode_pcmu(32'767), 0x80);
  EXPECT_EQ(encode_pcmu(-32'768), 0x00);
  EXPECT_EQ(encode_pcma(0), 0xD5);
  EXPECT_EQ(encode_pcma(-1), 0x55);
  EXPECT_EQ(encode_pcma(32'767), 0xAA);
  EXPECT_EQ(encode_pcma(-32'768), 0x2A);
}

TEST(G711, EveryCodeSurvivesDecodingAndEncoding) {
  for (int code = 0; code < 256; ++code) {
    const auto byte = static_cast<std::uint8_t>(code);
    EXPECT_EQ(encode_pcma(decode_pcma(byte)), byte);
    const std::uint8_t back = encode_pcmu(decode_pcmu(byte));
    if (code == 0x7F)
      EXPECT_EQ(back, 0xFF) << "minus zero becomes zero";
    else
      EXPECT_EQ(back, byte);
  }
}

TEST(G711, ErrorStaysWithinHalfTheStep) {
  for (int sample = -32'000; sample <= 32'000; sample += 7) {
    const int limit = 8 + std::abs(sample) / 32 + 4;
    const auto value = static_cast<std::int16_t>(sample);
    EXPECT_LE(std::abs(decode_pcmu(encode_pcmu(value)) - sample), limit) << sample;
    EXPECT_LE(std::abs(decode_pcma(encode_pcma(value)) - sample), limit) << sample;
  }
}

}  // namespace
}  // namespace cxload::media
