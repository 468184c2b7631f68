/// The interchange format: round trips, and input that is not what it should be.
#include <limits>
#include <span>

#include <gtest/gtest.h>
#include <zlib.h>

#include <cxload/base/random.hpp>
#include <cxload/base/text.hpp>
#include <cxload/stats/buckets.hpp>
#include <cxload/stats/hdr_codec.hpp>

namespace cxload::stats {
namespace {

std::string big_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int shift = bytes * 8 - 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
  return out;
}

struct Fields {
  std::uint32_t outer = 0x1c849314, inner = 0x1c849313, shift = 0, digits = 3;
  std::uint64_t lowest = 1;
  int length_error = 0;
};

/// A file as a stranger would write it.
std::string wrap(const std::string& counts, const Fields& fields = {}) {
  const auto length = counts.size() + static_cast<std::size_t>(fields.length_error);
  const std::string plain = big_endian(fields.inner, 4) + big_endian(length, 4) +
                            big_endian(fields.shift, 4) + big_endian(fields.digits, 4) +
                            big_endian(fields.lowest, 8) + big_endian(3'600'000'000, 8) + big_endian(0, 8) +
                            counts;
  std::string packed(compressBound(plain.size()), '\0');
  uLongf size = packed.size();
  compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(plain.data()),
           plain.size());
  packed.resize(size);
  const std::string whole = big_endian(fields.outer, 4) + big_endian(packed.size(), 4) + packed;
  return text::to_base64(std::as_bytes(std::span(whole)));
}

TEST(HdrCodec, RoundTripsAreEqual) {
  Random random(4);
  for (const int size : {0, 1, 2, 100, 30000}) {
    Histogram histogram;
    for (int i = 0; i < size; ++i)
      histogram.record_n(random.between(std::int64_t{0}, 3'600'000'000), random.below(4));
    const auto back = decode_hdr(encode_hdr(histogram));
    ASSERT_TRUE(back.has_value()) << back.error().detail;
    EXPECT_EQ(*back, histogram);
    EXPECT_EQ(encode_hdr(*back), encode_hdr(histogram));
  }
}

TEST(HdrCodec, LargeCountsAndBothEndsSurvive) {
  Histogram histogram;
  histogram.record_n(0, std::uint64_t{1} << 61);
  histogram.record(2);
  histogram.record_n(buckets::highest_trackable, (std::uint64_t{1} << 61) + 3);
  const auto back = decode_hdr(encode_hdr(histogram));
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(*back, histogram);
}

TEST(HdrCodec, ReadsCountsAsTheFormatDefinesThem) {
  // Zigzag: 2 → 1 · 1 → -1 (one zero) · 6 → 3 · 0 → a single zero · 0x80 0x02 → 128.
  const auto read = decode_hdr(wrap(std::string("\x02\x01\x06\x00\x80\x02", 6)));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->counts().at(0), 1U);
  EXPECT_EQ(read->counts().at(1), 0U);
  EXPECT_EQ(read->counts().at(2), 3U);
  EXPECT_EQ(read->counts().at(4), 128U);
  EXPECT_EQ(read->count(), 132U);
}

TEST(HdrCodec, HostileInputIsAnError) {
  const std::string longest(9, '\xFF');
  const std::string one = "\x02";
  Fields wrong;
  const auto with = [](auto change) {
    Fields fields;
    change(fields);
    return fields;
  };
  std::string bomb;
  bomb.resize(10'000'000);
  const std::vector<std::pair<const char*, std::string>> broken{
      {"empty", ""},
      {"not base64", "§§§§"},
      {"no header", "AAAA"},
      {"too long", std::string(1'000'000, 'A')},
      {"V1 cookie outside", wrap(one, with([](Fields& f) { f.outer = 0x1c849302; }))},
      {"V1 cookie inside", wrap(one, with([](Fields& f) { f.inner = 0x1c849301; }))},
      {"two digits", wrap(one, with([](Fields& f) { f.digits = 2; }))},
      {"shifted", wrap(one, with([](Fields& f) { f.shift = 1024; }))},
      {"unit of 1000", wrap(one, with([](Fields& f) { f.lowest = 1000; }))},
      {"length one short", wrap(one + one, with([](Fields& f) { f.length_error = -1; }))},
      {"length far too long", wrap(one, with([](Fields& f) { f.length_error = 1 << 30; }))},
      {"number cut off", wrap("\x80")},
      {"run of 2^63 zeros", wrap(longest)},
      {"counts after the last place", wrap(std::string(buckets::count, '\0') + one)},
      {"counts that overflow", wrap("\xFE" + std::string(8, '\xFF') + one)},
      {"bomb", wrap(bomb)}};
  for (const auto& [name, input] : broken) {
    const auto result = decode_hdr(input);
    ASSERT_FALSE(result.has_value()) << name;
    EXPECT_EQ(result.error().kind, "format.histogram") << name;
  }
  EXPECT_TRUE(decode_hdr(wrap(one, wrong)).has_value());
}

TEST(HdrCodec, EveryCutAndEveryFlippedBitIsSurvived) {
  Histogram histogram;
  for (int i = 0; i < 50; ++i) histogram.record(i * i * i);
  const std::string good = encode_hdr(histogram);
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_FALSE(decode_hdr(good.substr(0, length)).has_value()) << length;
  auto bytes = *text::from_base64(good);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    const auto flip = static_cast<std::byte>(1 << bit % 8);
    bytes[bit / 8] ^= flip;
    (void)decode_hdr(text::to_base64(bytes));
    bytes[bit / 8] ^= flip;
  }
}

}  // namespace
}  // namespace cxload::stats
