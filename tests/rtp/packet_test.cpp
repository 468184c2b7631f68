#include <vector>

#include <gtest/gtest.h>

#include <cxload/rtp/packet.hpp>

namespace cxload::rtp {
namespace {

std::vector<std::byte> bytes_of(std::initializer_list<int> values) {
  std::vector<std::byte> bytes;
  for (const int value : values) bytes.push_back(static_cast<std::byte>(value));
  return bytes;
}

TEST(Packet, ReadsEveryPart) {
  // V=2, padding, extension, two CSRCs; marker, PT 0; extension of one word; two bytes of payload; two of
  // padding
  const auto bytes =
      bytes_of({0xB2, 0x80, 0xFF, 0xFE, 0x01, 0x02, 0x03, 0x04, 0xDE, 0xAD, 0xBE, 0xEF, 0,    0,    0, 1,
                0,    0,    0,    2,    0xBE, 0xDE, 0x00, 0x01, 9,    8,    7,    6,    0x55, 0x66, 0, 2});
  const auto packet = parse_packet(bytes);
  ASSERT_TRUE(packet);
  EXPECT_TRUE(packet->header.marker);
  EXPECT_EQ(packet->header.payload_type, 0);
  EXPECT_EQ(packet->header.sequence.value, 0xFFFE);
  EXPECT_EQ(packet->header.timestamp.value, 0x01020304U);
  EXPECT_EQ(packet->header.ssrc, Ssrc{0xDEADBEEF});
  EXPECT_EQ(packet->csrcs.size(), 8U);
  EXPECT_EQ(packet->extension_profile, 0xBEDE);
  EXPECT_EQ(packet->extension.size(), 4U);
  ASSERT_EQ(packet->payload.size(), 2U);
  EXPECT_EQ(packet->payload[1], std::byte{0x66});
}

TEST(Packet, EveryTruncationIsRefusedOrShorter) {
  const auto bytes =
      bytes_of({0x91, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0xBE, 0xDE, 0, 1, 1, 2, 3, 4});
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_EQ(parse_packet(std::span(bytes).first(size)).error(), Errc::too_short) << size;
  EXPECT_TRUE(parse_packet(bytes));
}

TEST(Packet, RefusesOtherProtocols) {
  auto bytes = bytes_of({0x80, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 5});
  bytes[0] = std::byte{0x40};
  EXPECT_EQ(parse_packet(bytes).error(), Errc::bad_version);
  bytes[0] = std::byte{0xA0};
  EXPECT_EQ(parse_packet(bytes).error(), Errc::bad_padding) << "five of one byte";
  bytes[12] = std::byte{0};
  EXPECT_EQ(parse_packet(bytes).error(), Errc::bad_padding);
  bytes[0] = std::byte{0x80};
  bytes[1] = std::byte{200};  // RTCP sender report
  EXPECT_EQ(parse_packet(bytes).error(), Errc::not_rtp);
  EXPECT_TRUE(looks_like_rtp(bytes));
  bytes[0] = std::byte{22};  // DTLS
  EXPECT_FALSE(looks_like_rtp(bytes));
}

TEST(Packet, HeaderComesBackAsWritten) {
  const Header header{101, true, {65'535}, {0xFFFFFFFF}, Ssrc{7}};
  std::array<std::byte, fixed_header_size> out;
  write_header(header, out);
  const auto packet = parse_packet(out);
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->header.payload_type, 101);
  EXPECT_TRUE(packet->header.marker);
  EXPECT_EQ(packet->header.sequence, header.sequence);
  EXPECT_EQ(packet->header.timestamp, header.timestamp);
  EXPECT_EQ(packet->header.ssrc, header.ssrc);
  EXPECT_TRUE(packet->payload.empty());
}

TEST(Sequence, DistancesGoTheShortWayRound) {
  EXPECT_EQ(distance(SequenceNumber{65'535}, SequenceNumber{0}), 1);
  EXPECT_EQ(distance(SequenceNumber{0}, SequenceNumber{65'535}), -1);
  EXPECT_EQ(distance(Timestamp{0xFFFFFFF0}, Timestamp{0x10}), 32);
  EXPECT_EQ(Timestamp{0xFFFFFFFF}.plus(160).value, 159U);
}

}  // namespace
}  // namespace cxload::rtp
