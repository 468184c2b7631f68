// The sample request and responses with short-term credentials of RFC 5769 (2.1, 2.2, 2.3).
#include <array>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/stun/integrity.hpp>
#include <cxload/stun/message.hpp>

namespace cxload::stun {
namespace {

constexpr std::string_view password = "VOkJxbRl1RmTxUk/WvJxBt";

std::vector<std::byte> from_hex(std::string_view hex) {
  std::vector<std::byte> bytes;
  int high = -1;
  for (const char c : hex) {
    if (c == ' ' || c == '\n') continue;
    const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
    if (high < 0) {
      high = digit;
    } else {
      bytes.push_back(static_cast<std::byte>(high << 4 | digit));
      high = -1;
    }
  }
  return bytes;
}

std::vector<std::byte> sample_request() {
  return from_hex(R"(00010058 2112a442 b7e7a701 bc34d686 fa87dfae 80220010 5354554e 20746573 7420636c 69656e74
    00240004 6e0001ff 80290008 932ff9b1 51263b36 00060009 6576746a 3a683676 59202020 00080014 9aeaa70c bfd8cb56
    781ef2b5 b2d3f249 c1b571a2 80280004 e57a3bcf)");
}

TEST(Rfc5769, SampleRequest) {
  const auto bytes = sample_request();
  const auto message = Message::parse(bytes);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->method(), Method::binding);
  EXPECT_EQ(message->type_class(), Class::request);
  EXPECT_EQ(message->text(Attr::software), "STUN test client");
  EXPECT_EQ(message->u32(Attr::priority), 0x6e0001ffU);
  EXPECT_EQ(message->u64(Attr::ice_controlled), 0x932ff9b151263b36U);
  EXPECT_EQ(message->text(Attr::username), "evtj:h6vY");
  EXPECT_TRUE(message->integrity_is(short_term_key(password)));
  EXPECT_FALSE(message->integrity_is(short_term_key("another")));
  EXPECT_TRUE(message->fingerprint_is_right());
  EXPECT_EQ(message->unknown_required().count, 0U);
}

TEST(Rfc5769, EachChangedByteOfTheRequestIsNoticed) {
  const auto good = sample_request();
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto bytes = good;
    bytes[i] ^= std::byte{1};
    const auto message = Message::parse(bytes);
    EXPECT_FALSE(message && message->integrity_is(short_term_key(password)) &&
                 message->fingerprint_is_right())
        << i;
  }
}

TEST(Rfc5769, SampleIpv4Response) {
  const auto bytes =
      from_hex(R"(0101003c 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220
    00200008 0001a147 e112a643 00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 80280004 c07d4c96)");
  const auto message = Message::parse(bytes);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->type_class(), Class::success);
  EXPECT_EQ(message->text(Attr::software), "test vector");
  EXPECT_EQ(message->xor_address(Attr::xor_mapped_address), TransportAddress::v4({192, 0, 2, 1}, 32853));
  EXPECT_TRUE(message->integrity_is(short_term_key(password)));
  EXPECT_TRUE(message->fingerprint_is_right());
}

TEST(Rfc5769, SampleIpv6Response) {
  const auto bytes =
      from_hex(R"(01010048 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220
    00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9 00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41
    80280004 c8fb0b4c)");
  const auto message = Message::parse(bytes);
  ASSERT_TRUE(message);
  const TransportAddress expected{
      {0x20, 0x01, 0x0d, 0xb8, 0x12, 0x34, 0x56, 0x78, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77},
      32853};
  EXPECT_EQ(message->xor_address(Attr::xor_mapped_address), expected);
  EXPECT_TRUE(message->integrity_is(short_term_key(password)));
  EXPECT_TRUE(message->fingerprint_is_right());
}

}  // namespace
}  // namespace cxload::stun
