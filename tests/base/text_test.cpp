#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/hex.hpp>
#include <cxload/base/text.hpp>

namespace cxload::text {
namespace {

TEST(Text, Base64RoundTripsAndRefusesNonsense) {
  for (const std::string_view plain : {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) {  // RFC 4648 10
    const auto bytes = std::as_bytes(std::span(plain));
    const auto back = from_base64(to_base64(bytes));
    ASSERT_TRUE(back);
    EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), back->begin(), back->end()));
  }
  EXPECT_EQ(to_base64(std::as_bytes(std::span(std::string_view("foob")))), "Zm9vYg==");
  for (const std::string_view wrong : {"a", "Zg=a", "=Zg=", "Zg==Zg==", "Z g="})
    EXPECT_FALSE(from_base64(wrong)) << wrong;
}

TEST(Text, PrintableShowsWhatAHostilePeerSent) {
  EXPECT_EQ(printable("a\x1b[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(printable("\xc3\xa9 \xff \xc2\x9b"), "é \\xff \\xc2\\x9b");
  EXPECT_EQ(printable("abcdef", 3), "abc…");
}

TEST(Text, NearestFindsTyposAndNothingFarAway) {
  constexpr std::array<std::string_view, 3> known = {"register", "unregister", "call"};
  EXPECT_EQ(nearest("regsiter", known), "register");
  EXPECT_EQ(nearest("cal", known), "call");
  EXPECT_EQ(nearest("aw", std::to_array<std::string_view>({"ws", "wa"})), "wa")
      << "a slip of two fingers is one slip";
  EXPECT_FALSE(nearest("banana", known));
}

TEST(Text, EscapesHtmlInTextAndAttributes) {
  EXPECT_EQ(escape_html("<a b='\"&'>"), "&lt;a b=&#39;&quot;&amp;&#39;&gt;");
}

TEST(Text, ParsesUnsignedWithoutMercy) {
  EXPECT_EQ(parse_unsigned("42"), 42U);
  EXPECT_EQ(parse_unsigned("000000000000000000000000000042"), 42U);
  EXPECT_EQ(parse_unsigned("18446744073709551615"), 18446744073709551615U);
  for (const std::string_view wrong : {"", "-1", "+1", "4 2", "18446744073709551616", "18446744073709551619",
                                       "184467440737095516150", "4/", "4:"})
    EXPECT_FALSE(parse_unsigned(wrong)) << wrong;
}

TEST(Crypto, KnownHashes) {  // RFC 1321 A.5, FIPS 180-4 examples
  EXPECT_EQ(crypto::hash_hex(crypto::Hash::md5, "abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(crypto::hash_hex(crypto::Hash::sha1, "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(crypto::hash_hex(crypto::Hash::sha256, "abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(crypto::hash_hex(crypto::Hash::sha512_256, "abc"),
            "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23");
}

TEST(Crypto, TokensDiffer) {
  EXPECT_EQ(crypto::random_token(12).size(), 12U);
  EXPECT_NE(crypto::random_token(12), crypto::random_token(12));
}

TEST(Crypto, TokensOfAnyLengthAreOfTheAlphabet) {
  std::string all;
  for (const std::size_t length : {0U, 1U, 2047U, 2048U, 2049U, 10'000U}) {
    const std::string token = crypto::random_token(length);
    EXPECT_EQ(token.size(), length);
    all += token;
  }
  EXPECT_EQ(all.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz"), std::string::npos);
  for (const char c : std::string_view("0123456789abcdefghijklmnopqrstuvwxyz"))
    EXPECT_NE(all.find(c), std::string::npos) << c;
}

TEST(Crypto, RandomBytesFillAllOfALongBuffer) {
  std::vector<std::byte> bytes(9'000);
  crypto::random_bytes(bytes.data(), bytes.size());
  const auto zeros = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), std::byte{}));
  EXPECT_LT(zeros, bytes.size() / 64) << "one in 256 is to be expected";
}

TEST(Text, AppendsUnsigned) {
  std::string out = "x";
  append_unsigned(out, 0);
  append_unsigned(out, 18446744073709551615U);
  EXPECT_EQ(out, "x018446744073709551615");
}

TEST(Text, ReadsHexadecimalDigitsOfEitherCase) {
  EXPECT_EQ(hex_digit('0'), 0);
  EXPECT_EQ(hex_digit('9'), 9);
  EXPECT_EQ(hex_digit('a'), 10);
  EXPECT_EQ(hex_digit('F'), 15);
  for (const char c : {'/', ':', '@', 'G', '`', 'g', '\xFF'}) EXPECT_EQ(hex_digit(c), -1);
}

}  // namespace
}  // namespace cxload::text
