/// The two laws of G.711.
#include <algorithm>
#include <bit>

#include <cxload/media/g711.hpp>

namespace cxload::media {
namespace {

// mu-law: sign, three bits of segment, four of step; segments begin at a bias of 33 in 14 bits (132 in 16).
constexpr int mu_bias = 132;
constexpr int mu_highest = 32'635;
// Every second bit of an A-law code is inverted on the line.
constexpr unsigned a_law_toggle = 0x55;

}  // namespace

std::uint8_t encode_pcmu(std::int16_t sample) {
  const unsigned sign = sample < 0 ? 0x80U : 0U;
  const int magnitude =
      std::min(sample < 0 ? -static_cast<int>(sample) : static_cast<int>(sample), mu_highest);
  const auto biased = static_cast<unsigned>(magnitude + mu_bias);
  const unsigned segment = static_cast<unsigned>(std::bit_width(biased)) - 8;
  const unsigned step = biased >> (segment + 3) & 15U;
  return static_cast<std::uint8_t>(~(sign | segment << 4 | step));
}

std::int16_t decode_pcmu(std::uint8_t code) {
  const unsigned plain = ~static_cast<unsigned>(code) & 0xFFU;
  const int magnitude = static_cast<int>(((plain & 15U) << 3) + mu_bias) << static_cast<int>(plain >> 4 & 7U);
  return static_cast<std::int16_t>((plain & 0x80U) != 0 ? mu_bias - magnitude : magnitude - mu_bias);
}

std::uint8_t encode_pcma(std::int16_t sample) {
  // 13 bits of one's complement: -1 … -8 belong to the first negative step as 0 … 7 do to the first positive.
  const bool is_negative = sample < 0;
  const auto magnitude = static_cast<unsigned>(is_negative ? ~sample : sample) >> 4;
  const auto width = static_cast<unsigned>(std::bit_width(magnitude));
  const unsigned segment = width > 4 ? width - 4 : 0;
  const unsigned step = (segment > 1 ? magnitude >> (segment - 1) : magnitude) & 15U;
  const unsigned code = (is_negative ? 0U : 0x80U) | segment << 4 | step;
  return static_cast<std::uint8_t>(code ^ a_law_toggle);
}

std::int16_t decode_pcma(std::uint8_t code) {
  const unsigned plain = static_cast<unsigned>(code) ^ a_law_toggle;
  const unsigned segment = plain >> 4 & 7U;
  unsigned magnitude = ((plain & 15U) << 4) + 8;
  if (segment > 0) magnitude = (magnitude + 256) << (segment - 1);
  const int value = static_cast<int>(magnitude);
  return static_cast<std::int16_t>((plain & 0x80U) != 0 ? value : -value);
}

}  // namespace cxload::media
